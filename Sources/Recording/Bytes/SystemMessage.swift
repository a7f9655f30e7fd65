import Glibc

/// The system's words for an error number.
enum SystemMessage {
  /// `no such file or directory` for `ENOENT`.
  static func of(_ code: Int32) -> String {
    guard let text = strerror(code) else { return "error \(code)" }
    let message = String(cString: text)
    return message.prefix(1).lowercased() + message.dropFirst()
  }
}
