import Glibc

/// The system's words for an error number.
public enum SystemErrorText {
  /// The sentence of an `errno`, such as `No space left on device`.
  public static func sentence(of code: Int32) -> String {
    guard let words = strerror(code) else { return "error \(code)" }
    return String(cString: words)
  }
}
