import Money

/// The orders that protect a filled entry: a stop and a target, on the other side.
struct ProtectiveLegs {
  private let entry: SimulatedOrder
  private let instrument: SimulatedInstrument

  /// The legs of an entry.
  init(entry: SimulatedOrder, instrument: SimulatedInstrument) {
    self.entry = entry
    self.instrument = instrument
  }

  /// The stop order; nil when none was asked for.
  var stopOrder: OrderFields? {
    guard entry.stopLoss > .zero else { return nil }
    var fields = base(.stopMarket)
    fields.stopPrice = level(entry.stopLoss, direction: -entry.side)
    return fields
  }

  /// The target order; nil when none was asked for.
  var targetOrder: OrderFields? {
    guard entry.takeProfit > .zero else { return nil }
    var fields = base(.limit)
    fields.limitPrice = level(entry.takeProfit, direction: entry.side)
    return fields
  }

  private func base(_ kind: OrderKind) -> OrderFields {
    OrderFields(
      symbol: instrument.symbol, quantity: entry.filled, kind: kind, side: -entry.side,
      product: entry.product)
  }

  /// The entry price plus or minus an offset, on the grid.
  private func level(_ offset: Price, direction: Int64) -> Price {
    let price = Int128(entry.tradedPrice.micros)
    let distance =
      entry.legType == 2
      ? price * Int128(offset.micros) / 100_000_000 : Int128(offset.micros)
    let step = Int128(instrument.increment.micros)
    let index = roundedHalfAway(price + Int128(direction) * distance, dividedBy: step)
    return Price(micros: Int64(clamping: max(1, index) * step))
  }
}
