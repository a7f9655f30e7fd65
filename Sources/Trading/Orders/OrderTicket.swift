/// The gate's answer to a request.
public enum OrderTicket: Sendable {
  /// Approved: the order's place in the desk's order list, and its number in the account.
  case approved(index: Int, number: Int32)
  /// Denied for a business reason.
  case denied(Denial)
  /// Asked for in a way that makes no sense; the script host raises the sentence as an error.
  case misuse(String)
}
