public import Market
public import Money

/// One candle of the history.
public struct Candle: Sendable, Equatable {
  /// The start of its interval.
  public let time: EventTime
  /// The first price.
  public let open: Price
  /// The highest price.
  public let high: Price
  /// The lowest price.
  public let low: Price
  /// The last price.
  public let close: Price
  /// Units traded.
  public let volume: Int64
  /// Open interest; nil when it was not asked for.
  public let openInterest: Int64?

  /// Reads `[epoch, open, high, low, close, volume(, open interest)]`; nil for anything else.
  public init?(_ json: JSONValue) {
    guard let values = json.array, values.count >= 6, let seconds = values[0].int64,
      (0...9_000_000_000).contains(seconds), let open = values[1].price,
      let high = values[2].price, let low = values[3].price, let close = values[4].price,
      let volume = values[5].int64
    else { return nil }
    time = EventTime(milliseconds: seconds * 1_000)
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
    openInterest = values.count > 6 ? values[6].int64 : nil
  }
}
