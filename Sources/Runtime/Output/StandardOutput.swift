import CSupervisor
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

/// A progress bar on stderr, drawn at most ten times a second, and only on a terminal.
final class ProgressBar {
  private let isShown: Bool
  private let started = supervisor_monotonic_nanoseconds()
  private var lastDrawn: Int64 = 0
  private var isOnScreen = false

  init(isShown: Bool) { self.isShown = isShown }

  /// Draws the state of things when the last drawing is old enough.
  func update(fraction: @autoclosure () -> Double?, ticks: @autoclosure () -> Int64) {
    guard isShown else { return }
    let now = supervisor_monotonic_nanoseconds()
    guard now - lastDrawn > 100_000_000, now - started > 200_000_000 else { return }
    lastDrawn = now
    let elapsed = now - started
    let count = ticks()
    let rate = Int64(clamping: Int128(count) * 1_000_000_000 / Int128(max(1, elapsed)))
    let line = ProgressLine(
      fraction: fraction(), ticks: count, ticksPerSecond: rate, elapsed: .nanoseconds(elapsed))
    StandardError.write(Array("\r\u{1B}[2K\(line.text())".utf8))
    isOnScreen = true
  }

  /// Takes the bar off the screen.
  func clear() {
    guard isOnScreen else { return }
    isOnScreen = false
    StandardError.write(Array("\r\u{1B}[2K".utf8))
  }
}
