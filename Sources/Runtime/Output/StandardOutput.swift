import Glibc
import Reporting

/// Lines on stdout.
enum StandardOutput {
  /// Whether it is a terminal.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Writes text and a line feed.
  ///
  /// A reader that has gone away, such as `head`, is no error of ours: the program ends.
  static func line(_ text: String) {
    let sink = FileSink(descriptor: STDOUT_FILENO, name: "stdout")
    do throws(OutputError) { try sink.write(Array((text + "\n").utf8)) } catch { exit(0) }
  }

  /// Writes bytes as they are; a closed stdout takes nothing.
  static func write(_ bytes: [UInt8]) {
    let sink = FileSink(descriptor: STDOUT_FILENO, name: "stdout")
    // lint: allow swallow, because whoever reads stdout may leave while the session goes on
    do throws(OutputError) { try sink.write(bytes) } catch {}
  }
}
