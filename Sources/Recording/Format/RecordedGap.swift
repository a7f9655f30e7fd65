public import Market

/// A stretch of time of which a recording has no, or not all, ticks.
public struct RecordedGap: Hashable, Sendable {
  /// Why ticks are missing.
  public enum Reason: UInt16, Sendable {
    /// Not said.
    case unknown = 0
    /// The feed was not connected.
    case disconnected = 1
    /// Ticks came faster than they could be taken.
    case overrun = 2
    /// The recorder was not running.
    case stopped = 3
    /// What was recorded there is damaged and was cut.
    case damaged = 4
  }

  /// The last moment before it that is complete.
  public var start: EventTime
  /// The moment from which ticks are complete again.
  public var end: EventTime
  /// The instrument concerned; nil when it is all.
  public var instrument: InstrumentID?
  /// Why.
  public var reason: Reason
  /// Ticks that are known to be missing; nil when nobody counted.
  public var lostTicks: Int64?

  /// A gap from its parts.
  public init(
    start: EventTime, end: EventTime, instrument: InstrumentID? = nil, reason: Reason = .unknown,
    lostTicks: Int64? = nil
  ) {
    self.start = start
    self.end = end
    self.instrument = instrument
    self.reason = reason
    self.lostTicks = lostTicks
  }
}
