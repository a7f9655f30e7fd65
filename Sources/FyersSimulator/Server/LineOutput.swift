import Glibc

/// Whole lines to the standard streams.
enum LineOutput {
  /// A line of data on standard output.
  static func standardOutput(_ line: String) { write(line, to: 1) }

  /// A line for people on standard error.
  static func standardError(_ line: String) { write(line, to: 2) }

  private static func write(_ line: String, to file: Int32) {
    let bytes = Array((line + "\n").utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      sent += count
    }
  }
}
