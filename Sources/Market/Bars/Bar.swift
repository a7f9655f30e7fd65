public import Money

/// One closed bar of an instrument.
public struct Bar: Equatable, Sendable {
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
