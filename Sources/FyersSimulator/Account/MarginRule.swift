import Money

/// How much money an opening quantity blocks.
///
/// Plain rates in place of a broker's margin file: delivery whole, intraday shares a fifth, bought
/// options their premium, futures and written options 15 % of the notional, MTF a quarter.
enum MarginRule {
  /// The blocked money in millionths.
  static func blocked(
    _ instrument: SimulatedInstrument, product: ProductType, side: Int64, quantity: Int64,
    price: Price
  ) -> Int128 {
    let value = Int128(price.micros) * Int128(quantity)
    if let contract = instrument.contract {
      if contract.right == .future { return value * 15 / 100 }
      if side > 0 { return value }
      return Int128(contract.strike ?? price.micros) * Int128(quantity) * 15 / 100
    }
    switch product {
    case .cnc, .margin: return value
    case .intraday: return value / 5
    case .mtf: return value / 4
    }
  }
}
