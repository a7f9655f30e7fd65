public import Money

/// One closed bar of an instrument.
public struct Bar: Equatable, Codable, Sendable {
  /// The instrument it is of.
  public var instrument: InstrumentID
  /// The length of its interval.
  public var interval: BarInterval
  /// The start of its interval.
  public var start: EventTime
  /// First last-traded price.
  public var open: Price
  /// Highest last-traded price.
  public var high: Price
  /// Lowest last-traded price.
  public var low: Price
  /// Last last-traded price.
  public var close: Price
  /// Growth of the cumulative volume since the previous bar's last tick.
  public var volume: Int64

  /// A bar from its parts.
  public init(
    instrument: InstrumentID, interval: BarInterval, start: EventTime, open: Price, high: Price,
    low: Price, close: Price, volume: Int64
  ) {
    self.instrument = instrument
    self.interval = interval
    self.start = start
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
  }
}

/// The length of a bar, in the words of scripts.
public enum BarInterval: String, Hashable, Comparable, Codable, Sendable, CaseIterable {
  /// One second.
  case s1 = "1s"
  /// Five seconds.
  case s5 = "5s"
  /// Fifteen seconds.
  case s15 = "15s"
  /// Thirty seconds.
  case s30 = "30s"
  /// One minute.
  case m1 = "1m"
  /// Three minutes.
  case m3 = "3m"
  /// Five minutes.
  case m5 = "5m"
  /// Ten minutes.
  case m10 = "10m"
  /// Fifteen minutes.
  case m15 = "15m"
  /// Thirty minutes.
  case m30 = "30m"
  /// One hour.
  case h1 = "1h"
  /// One session.
  case d1 = "1d"

  /// Seconds in the interval; a session counts as a whole day.
  public var seconds: Int64 {
    switch self {
    case .s1: 1
    case .s5: 5
    case .s15: 15
    case .s30: 30
    case .m1: 60
    case .m3: 180
    case .m5: 300
    case .m10: 600
    case .m15: 900
    case .m30: 1_800
    case .h1: 3_600
    case .d1: 86_400
    }
  }

  /// Nanoseconds in the interval.
  var nanoseconds: Int64 { seconds * EventTime.nanosecondsPerSecond }

  /// Orders by length.
  public static func < (left: BarInterval, right: BarInterval) -> Bool {
    left.seconds < right.seconds
  }
}
