import Money

/// How fast a run was; the only part of a report that differs between two runs.
public struct PerformanceReport: Equatable, Sendable {
  /// Wall-clock time.
  public var elapsed: Duration
  /// Ticks in that time.
  public var ticks: Int64
  /// The most memory the process held, in bytes.
  public var peakMemoryBytes: Int64

  /// A measurement.
  public init(elapsed: Duration, ticks: Int64, peakMemoryBytes: Int64) {
    self.elapsed = elapsed
    self.ticks = ticks
    self.peakMemoryBytes = peakMemoryBytes
  }

  /// Seconds, to a millionth.
  public var elapsedSeconds: RoundedNumber {
    RoundedNumber(elapsedNanoseconds, over: 1_000_000_000) ?? .zero
  }

  /// Whole ticks a second; nil when no time passed.
  public var ticksPerSecond: Int64? {
    guard elapsedNanoseconds > 0 else { return nil }
    return Int64(
      clamping: roundedHalfAway(
        Int128(ticks) * 1_000_000_000, dividedBy: elapsedNanoseconds))
  }

  private var elapsedNanoseconds: Int128 {
    let (seconds, attoseconds) = elapsed.components
    return Int128(seconds) * 1_000_000_000 + Int128(attoseconds / 1_000_000_000)
  }
}
