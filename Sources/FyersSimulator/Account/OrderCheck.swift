import Money

/// What the broker checks before an order reaches the exchange.
enum OrderCheck {
  /// Checks of the request against the symbol master; they leave no row in the book.
  static func input(_ fields: OrderFields, _ instrument: SimulatedInstrument) throws(Refusal) {
    guard fields.quantity % instrument.lot == 0 else {
      throw .badInput("qty should be a multiple of the lot size \(instrument.lot)")
    }
    if fields.kind.hasLimit, fields.limitPrice == .zero {
      throw .badInput("limitPrice is mandatory for order type \(fields.kind.rawValue)")
    }
    if fields.kind.hasTrigger, fields.stopPrice == .zero {
      throw .badInput("stopPrice is mandatory for order type \(fields.kind.rawValue)")
    }
    for (name, price) in [("limitPrice", fields.limitPrice), ("stopPrice", fields.stopPrice)]
    where price.micros % instrument.increment.micros != 0 {
      throw .badInput("\(name) should be in multiples of tick size \(instrument.increment)")
    }
    if fields.kind == .stopLimit {
      let fits =
        fields.side > 0
        ? fields.stopPrice < fields.limitPrice : fields.stopPrice > fields.limitPrice
      guard fits else {
        throw .badInput(
          "stopPrice should be \(fields.side > 0 ? "less" : "greater") than limitPrice")
      }
    }
    if fields.disclosedQuantity > 0, !instrument.isCash {
      throw .badInput("disclosedQty is allowed for equity only")
    }
    do throws(MoneyError) {
      _ = try max(fields.limitPrice, instrument.circuits.upper).value(of: fields.quantity)
    } catch {
      throw .badInput("qty is too large")
    }
  }

  /// Checks of risk management and exchange; a complaint becomes a rejected row.
  ///
  /// - Parameters:
  ///   - fields: What was asked.
  ///   - instrument: Of what.
  ///   - last: The last price.
  ///   - held: Units the order would close.
  ///   - needed: Money it would block, in millionths.
  ///   - free: Money that is free without it, in millionths; what it blocks itself counts as taken.
  /// - Returns: The complaint; nil when all is well.
  static func risk(
    _ fields: OrderFields, _ instrument: SimulatedInstrument, last: Price, held: Int64,
    needed: Int128, free: Int128
  ) -> String? {
    if instrument.isIndex { return "Trading in an index is not possible" }
    if fields.quantity > instrument.freezeQuantity {
      return "Order quantity is above the freeze quantity \(instrument.freezeQuantity)"
    }
    if let complaint = product(fields, instrument, held: held) { return complaint }
    for price in [fields.limitPrice, fields.stopPrice] where price > .zero {
      guard price >= instrument.circuits.lower, price <= instrument.circuits.upper else {
        return
          "The price is out of the circuit limits \(instrument.circuits.lower) to \(instrument.circuits.upper)"
      }
    }
    if fields.kind.hasTrigger {
      let fits = fields.side > 0 ? fields.stopPrice >= last : fields.stopPrice <= last
      guard fits else {
        return
          "Trigger price of a \(fields.side > 0 ? "buy" : "sell") order is on the wrong side of LTP"
      }
    }
    // `free` leaves the order's own block out of account: nothing of it is in the working list yet.
    guard needed <= free else {
      let short = Amount(micros: Int64(clamping: needed - free))
      return "Margin Shortfall:INR \(short) Available:INR \(Amount(micros: Int64(clamping: free)))"
    }
    return nil
  }

  private static func product(
    _ fields: OrderFields, _ instrument: SimulatedInstrument, held: Int64
  ) -> String? {
    switch fields.product {
    case .cnc, .mtf:
      guard instrument.isCash else { return "\(fields.product.rawValue) is for equity only" }
      if fields.side < 0, fields.quantity > held {
        return "Holdings are not enough, \(held) available"
      }
    case .margin:
      if instrument.isCash { return "MARGIN is for derivatives only" }
    case .intraday: break
    }
    return nil
  }
}

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

/// The band around the last price that a market order may trade in.
///
/// Since April 2026 a broker turns market orders into limit orders at the last price ± this band
/// (INDIA.md §5.5); the band of shares is not published and taken as that of stock futures.
enum MarketProtection {
  /// The worst price of a market order.
  static func limit(_ instrument: SimulatedInstrument, side: Int64, last: Price) -> Price {
    let step = instrument.increment.micros
    let band = max(step, width(instrument, last: last.micros))
    let raw = side > 0 ? Int128(last.micros) + Int128(band) : Int128(last.micros) - Int128(band)
    let bounded = min(
      max(raw, Int128(instrument.circuits.lower.micros)), Int128(instrument.circuits.upper.micros))
    // Away from the last price, so that the band is never narrower than published.
    let index = floorDivision(side > 0 ? bounded + Int128(step) - 1 : bounded, by: Int128(step))
    return Price(micros: Int64(clamping: max(1, index) * Int128(step)))
  }

  private static func width(_ instrument: SimulatedInstrument, last: Int64) -> Int64 {
    switch instrument.kind {
    case 11: last <= 10_000_000_000 ? 50_000_000 : last / 200
    case 14, 15, 19, 31:
      last <= 10_000_000 ? 1_500_000 : last <= 20_000_000 ? last / 100 * 15 : last / 10
    default: last <= 50_000_000 ? 750_000 : last / 1_000 * 15
    }
  }
}
