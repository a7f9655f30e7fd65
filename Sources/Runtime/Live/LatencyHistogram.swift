import Histogram

/// How long it took from a frame's bytes to an approved request, and to the end of a tick.
struct LatencyHistogram: Sendable {
  /// Frame read to request approved, in nanoseconds.
  private(set) var decisions = Histogram<UInt32>(
    lowestDiscernibleValue: 1_000, highestTrackableValue: 60_000_000_000,
    numberOfSignificantValueDigits: .two)
  /// Frame read to the tick done, in nanoseconds.
  private(set) var ticks = Histogram<UInt32>(
    lowestDiscernibleValue: 1_000, highestTrackableValue: 60_000_000_000,
    numberOfSignificantValueDigits: .two)
  private(set) var decisionSum: Int64 = 0
  private(set) var tickSum: Int64 = 0

  /// Nothing measured yet.
  init() {}

  /// Counts a request.
  mutating func addDecision(nanoseconds: Int64) {
    let value = min(max(nanoseconds, 1), 59_000_000_000)
    decisions.record(UInt64(value))
    decisionSum &+= value
  }

  /// Counts a tick.
  mutating func addTick(nanoseconds: Int64) {
    let value = min(max(nanoseconds, 1), 59_000_000_000)
    ticks.record(UInt64(value))
    tickSum &+= value
  }
}
