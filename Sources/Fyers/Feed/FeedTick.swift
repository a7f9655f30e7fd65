public import Market
import Money

/// A tick off the wire, with all of its times.
public struct FeedTick: Equatable, Sendable {
  /// The tick; its time is the time of reception, which never runs backwards.
  public let tick: Tick
  /// When the exchange sent it, to the second; nil when the server did not say.
  public let exchangeTime: EventTime?
  /// When its bytes were read from the socket, before they were decoded: nanoseconds of
  /// `CLOCK_MONOTONIC`, to measure how long what follows takes.
  public let readAt: Int64

  /// A tick.
  public init(tick: Tick, exchangeTime: EventTime?, readAt: Int64) {
    self.tick = tick
    self.exchangeTime = exchangeTime
    self.readAt = readAt
  }
}

extension FeedUpdate {
  /// The tick this update is of, received at `time`.
  ///
  /// Nil for depth topics, for topics subscribed without an instrument, and before there is a last
  /// price above zero. A missing bid or ask is the last price; so are both of an index and of lite
  /// mode, where the quotes of the snapshot are out of date.
  public func tick(receivedAt time: ReceiptTime) -> FeedTick? {
    guard let instrument, let ltp, ltp.micros > 0 else { return nil }
    var tick = Tick(time: time.event, instrument: instrument, bid: ltp, ask: ltp, ltp: ltp)
    guard kind == .scrip, mode == .full else {
      return FeedTick(
        tick: tick, exchangeTime: exchangeTime, readAt: time.monotonicNanoseconds)
    }
    if let bid, bid.micros > 0 { tick.bid = bid }
    if let ask, ask.micros > 0 { tick.ask = ask }
    tick.volume = volume ?? 0
    tick.lastQuantity = known(lastQuantity)
    tick.bidQuantity = known(bidQuantity)
    tick.askQuantity = known(askQuantity)
    tick.openInterest = known(openInterest)
    return FeedTick(tick: tick, exchangeTime: exchangeTime, readAt: time.monotonicNanoseconds)
  }

  private func known(_ quantity: Int64?) -> Int64 {
    guard let quantity, quantity >= 0 else { return Tick.unknown }
    return quantity
  }
}
