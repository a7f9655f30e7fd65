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
        ? fields.stopPrice <= fields.limitPrice : fields.stopPrice >= fields.limitPrice
      guard fits else { throw .badInput("stopPrice and limitPrice are the wrong way round") }
    }
    if fields.disclosedQuantity > 0, !instrument.isCash {
      throw .badInput("disclosedQty is allowed for equity only")
    }
    do throws(MoneyError) {
      _ = try max(fields.limitPrice, instrument.upperCircuit).value(of: fields.quantity)
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
      guard price >= instrument.lowerCircuit, price <= instrument.upperCircuit else {
        return
          "The price is out of the circuit limits \(instrument.lowerCircuit) to \(instrument.upperCircuit)"
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
