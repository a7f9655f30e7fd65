public import Market
public import Money

/// One price update of the JSON quote socket.
public struct SocketQuote: Hashable, Sendable {
  /// The symbol.
  public let symbol: String
  /// When the last trade happened; nil when not given.
  public let lastTradedTime: EventTime?
  /// The last traded price.
  public let ltp: Price
  /// The best bid; nil when not given or not above zero.
  public let bid: Price?
  /// The best ask; nil when not given or not above zero.
  public let ask: Price?
  /// Units traded today; 0 when not given.
  public let volume: Int64

  /// The tick this quote is, received at `time`; a missing bid or ask is the last price.
  public func tick(instrument: InstrumentID, receivedAt time: EventTime) -> FeedTick {
    let tick = Tick(
      time: time, instrument: instrument, bid: bid ?? ltp, ask: ask ?? ltp, ltp: ltp,
      volume: volume)
    return FeedTick(tick: tick, exchangeTime: lastTradedTime)
  }
}
