import Market
import Money

/// One row of the positions: what was bought and sold of one symbol under one product.
///
/// Cost is kept as an exact total; a closing takes its share, and the last unit takes what remains.
struct SimulatedPosition: Equatable, Sendable {
  let instrument: Int
  let product: ProductType
  private(set) var buyQuantity: Int64 = 0
  private(set) var sellQuantity: Int64 = 0
  /// Totals in millionths.
  private(set) var buyValue: Int128 = 0
  private(set) var sellValue: Int128 = 0
  /// What the open units cost (long) or brought (short).
  private(set) var cost: Int128 = 0
  private(set) var realized: Int128 = 0

  /// An empty position.
  init(instrument: Int, product: ProductType) {
    self.instrument = instrument
    self.product = product
  }

  /// Units held; negative when short.
  var net: Int64 { buyQuantity - sellQuantity }

  /// Books an execution.
  mutating func apply(side: Int64, quantity: Int64, price: Price) {
    let held = net
    let closing = held * side < 0 ? min(quantity, abs(held)) : 0
    if closing > 0 {
      let whole = abs(held)
      let share =
        closing == whole
        ? cost : roundedHalfAway(cost * Int128(closing), dividedBy: Int128(whole))
      let proceeds = Int128(price.micros) * Int128(closing)
      realized += side < 0 ? proceeds - share : share - proceeds
      cost -= share
    }
    cost += Int128(price.micros) * Int128(quantity - closing)
    let value = Int128(price.micros) * Int128(quantity)
    if side > 0 {
      buyQuantity += quantity
      buyValue += value
    } else {
      sellQuantity += quantity
      sellValue += value
    }
  }

  /// Takes units out at their cost and hands them to another product.
  ///
  /// - Parameter quantity: How many, at most what is held.
  /// - Returns: The average price the units are handed over at.
  mutating func release(_ quantity: Int64) -> Price {
    let price = average
    apply(side: net > 0 ? -1 : 1, quantity: quantity, price: price)
    return price
  }

  /// The average price of the open units; zero when flat.
  var average: Price {
    net == 0 ? .zero : Self.price(cost, of: abs(net))
  }

  /// The average price of purchases.
  var buyAverage: Price { Self.price(buyValue, of: buyQuantity) }

  /// The average price of sales.
  var sellAverage: Price { Self.price(sellValue, of: sellQuantity) }

  /// What closing at a price would realize, in millionths.
  func unrealized(at price: Price) -> Int128 {
    let value = Int128(price.micros) * Int128(abs(net))
    return net >= 0 ? value - cost : cost - value
  }

  private static func price(_ value: Int128, of quantity: Int64) -> Price {
    guard quantity > 0 else { return .zero }
    return Price(micros: Int64(clamping: roundedHalfAway(value, dividedBy: Int128(quantity))))
  }
}
