import Market
import Money

/// Which price stops, targets, trails and stop orders watch.
public enum TriggerPrice: String, Codable, Sendable, CaseIterable {
  /// The last traded price.
  case ltp
  /// The quote that an exit would deal at: a long's levels watch the bid, a short's the ask; a buy's
  /// trigger the ask, a sale's the bid.
  case quote

  /// The price that the levels of a position watch; zero when nobody quotes it.
  @inline(__always)
  func price(in tick: borrowing Tick, isLong: Bool) -> Price {
    guard self == .quote else { return tick.ltp }
    return isLong ? tick.bid : tick.ask
  }

  /// The price that the trigger of an order watches; zero when nobody quotes it.
  @inline(__always)
  func price(in tick: borrowing Tick, for side: OrderSide) -> Price {
    guard self == .quote else { return tick.ltp }
    return side == .buy ? tick.ask : tick.bid
  }
}
