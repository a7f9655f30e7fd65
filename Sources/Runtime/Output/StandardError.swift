import Glibc
import Reporting

/// Lines on stderr.
enum StandardError {
  /// Whether it is a terminal.
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Writes one line; control bytes are escaped, so it stays one.
  static func line(_ text: String) { write(Array((SafeText.escaped(text) + "\n").utf8)) }

  /// Writes bytes as they are.
  static func write(_ bytes: [UInt8]) {
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes {
        Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count)
      }
      // A closed stderr takes nothing; there is nobody left to tell.
      guard written > 0 || errno == EINTR else { return }
      start += max(0, written)
    }
  }
}
