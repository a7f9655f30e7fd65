/// The answer to a change of protection.
public enum ProtectionVerdict: Equatable, Sendable {
  /// It will be done when the callback returns.
  case accepted
  /// It will not, for a business reason.
  case denied(Denial)
  /// It makes no sense; the script host raises the sentence as an error.
  case misuse(String)
}
