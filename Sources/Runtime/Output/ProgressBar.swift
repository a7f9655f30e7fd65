import CSupervisor
import Reporting

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
