import Glibc

/// Text on a standard stream.
enum StandardStream: Int32 {
  /// Data.
  case output = 1
  /// Progress, logs and errors.
  case error = 2

  /// Writes text; a closed stream takes nothing.
  func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else { return }
      bytes = bytes.dropFirst(max(0, count))
    }
  }
}
