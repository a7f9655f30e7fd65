public import Market
import Money

/// A tick of the live feed with both of its times.
public struct FeedTick: Equatable, Sendable {
  /// The tick; its time is the time of reception, which never runs backwards.
  public let tick: Tick
  /// When the exchange sent it, to the second; nil when the server did not say.
  public let exchangeTime: EventTime?

  /// A tick.
  public init(tick: Tick, exchangeTime: EventTime?) {
    self.tick = tick
    self.exchangeTime = exchangeTime
  }
}

extension FeedUpdate {
  /// The tick this update is of, received at `time`.
  ///
  /// Nil for depth topics, for topics subscribed without an instrument, and before there is a last
  /// price above zero. A missing bid or ask is the last price; so are both of an index and of lite
  /// mode, where the quotes of the snapshot are out of date.
  public func tick(receivedAt time: EventTime) -> FeedTick? {
    guard let instrument, let ltp, ltp.micros > 0 else { return nil }
    var tick = Tick(time: time, instrument: instrument, bid: ltp, ask: ltp, ltp: ltp)
    guard kind == .scrip, mode == .full else {
      return FeedTick(tick: tick, exchangeTime: exchangeTime)
    }
    if let bid, bid.micros > 0 { tick.bid = bid }
    if let ask, ask.micros > 0 { tick.ask = ask }
    tick.volume = volume ?? 0
    tick.lastQuantity = known(lastQuantity)
    tick.bidQuantity = known(bidQuantity)
    tick.askQuantity = known(askQuantity)
    tick.openInterest = known(openInterest)
    return FeedTick(tick: tick, exchangeTime: exchangeTime)
  }

  private func known(_ quantity: Int64?) -> Int64 {
    guard let quantity, quantity >= 0 else { return Tick.unknown }
    return quantity
  }
}
