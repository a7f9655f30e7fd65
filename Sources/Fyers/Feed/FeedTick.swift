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
  /// Nil for depth topics, for topics subscribed without an instrument, before there is a last
  /// price above zero, and before bid and ask have both been told: what was never sent is unknown.
  /// A bid or ask of 0 says that nobody quotes there, and stays 0. Both are the last price for an
  /// index, which has no book, and in lite mode, where the quotes of the snapshot are out of date.
  public func tick(receivedAt time: ReceiptTime) -> FeedTick? {
    guard let instrument, let ltp, ltp.micros > 0 else { return nil }
    var tick = Tick(time: time.event, instrument: instrument, bid: ltp, ask: ltp, ltp: ltp)
    guard kind == .scrip, mode == .full else {
      return FeedTick(
        tick: tick, exchangeTime: exchangeTime, readAt: time.monotonicNanoseconds)
    }
    guard let bid, let ask else { return nil }
    tick.bid = max(bid, .zero)
    tick.ask = max(ask, .zero)
    tick.volume = volume ?? 0
    tick.lastQuantity = known(lastQuantity)
    tick.bidQuantity = known(bidQuantity)
    tick.askQuantity = known(askQuantity)
    tick.openInterest = known(openInterest)
    return FeedTick(tick: tick, exchangeTime: exchangeTime, readAt: time.monotonicNanoseconds)
  }

  /// Whether it would be a tick if the server had told both sides of the book.
  ///
  /// To take the missing one for 0 would say that nobody quotes there, to take the last price would
  /// invent a quote.
  var isBookUntold: Bool {
    guard kind == .scrip, mode == .full, instrument != nil, let ltp, ltp.micros > 0 else {
      return false
    }
    return bid == nil || ask == nil
  }

  private func known(_ quantity: Int64?) -> Int64 {
    guard let quantity, quantity >= 0 else { return Tick.unknown }
    return quantity
  }
}
