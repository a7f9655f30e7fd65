import Market
import Money

/// Good-till-triggered orders (FYERS.md §6.6).
struct TriggerApi {
  let exchange: SimulatedExchange

  /// The answer to a call on `/gtt/orders` or `/gtt/orders/sync`.
  func answer(_ call: RestCall, _ body: Json) throws(Refusal) -> RestReply {
    switch call.method {
    case "GET": return book
    case "POST": return try create(body)
    case "PATCH":
      let id = try change(body) { row throws(Refusal) in
        row.first = try leg(body["orderInfo"]?["leg1"], keeping: row.first)
        if row.second != nil || body["orderInfo"]?["leg2"] != nil {
          row.second = try leg(body["orderInfo"]?["leg2"], keeping: row.second)
        }
      }
      return .ok(["id": .string(id)], code: 1102, message: "Successfully modified GTT order")
    case "DELETE":
      let id = try change(body) { row throws(Refusal) in row.state = .cancelled }
      return .ok(["id": .string(id)], code: 1103, message: "Successfully cancelled GTT order")
    default: throw RestApi.unknown
    }
  }

  private func leg(_ body: Json?, keeping old: TriggerBook.Leg?) throws(Refusal)
    -> TriggerBook.Leg
  {
    if body == nil, let old { return old }
    guard let price = body?["price"]?.decimalMicros ?? old?.price.micros, price > 0,
      let trigger = body?["triggerPrice"]?.decimalMicros ?? old?.trigger.micros, trigger > 0,
      let quantity = body?["qty"]?.integer ?? old?.quantity, quantity > 0
    else { throw .badInput("price, triggerPrice and qty should be positive") }
    return TriggerBook.Leg(
      price: Price(micros: price), trigger: Price(micros: trigger), quantity: quantity)
  }

  private func change(
    _ body: Json, _ edit: (inout TriggerBook.Row) throws(Refusal) -> Void
  ) throws(Refusal) -> String {
    let problem = Refusal(code: -51, message: "Please provide a valid GTT order id")
    guard let id = body["id"]?.looseText,
      var row = exchange.account.triggers.rows.first(where: { $0.id == id })
    else { throw problem }
    try edit(&row)
    guard exchange.account.triggers.change(id, { $0 = row }) else { throw problem }
    return id
  }

  private func create(_ body: Json) throws(Refusal) -> RestReply {
    guard let symbol = body["symbol"]?.text, let instrument = exchange.catalogue[symbol],
      let quote = exchange.market.quote(instrument), !instrument.isIndex
    else { throw .invalidSymbol }
    guard let side = body["side"]?.integer, side == 1 || side == -1 else {
      throw .badInput("side should be 1 or -1")
    }
    let product = try OrderFields.product(body["productType"]?.text)
    guard product != .intraday else { throw .badInput("productType should be CNC, MARGIN or MTF") }
    let first = try leg(body["orderInfo"]?["leg1"], keeping: nil)
    let second: TriggerBook.Leg? =
      body["orderInfo"]?["leg2"] == nil
      ? nil : try leg(body["orderInfo"]?["leg2"], keeping: nil)
    let last = quote.tick.ltp
    if let second, first.trigger <= last || second.trigger >= last {
      throw .badInput("leg1 triggerPrice should be above and leg2 triggerPrice below LTP")
    }
    guard exchange.account.triggers.rows.count < TriggerBook.rowsMax else {
      throw .rejected("GTT order limit reached")
    }
    let number = 50_000_000 + exchange.account.triggers.rows.count
    let id = IndianClockText.sixDigitDate(exchange.market.time) + String(number)
    exchange.account.triggers.add(
      TriggerBook.Row(
        id: id, fyersID: "", instrument: instrument.id.position, symbol: symbol, side: side,
        product: product, tag: body["orderTag"]?.text, createdAt: exchange.market.time,
        first: first, second: second, risesToFirst: second != nil || first.trigger > last))
    return .ok(["id": .string(id)], code: 1101, message: "Successfully placed GTT order")
  }

  private var book: RestReply {
    .ok(["orderBook": .array(exchange.account.triggers.rows.map(row))])
  }

  private func row(_ row: TriggerBook.Row) -> Json {
    let instrument = exchange.catalogue.all[row.instrument]
    let last = exchange.market.quote(instrument)?.tick.ltp ?? .zero
    let change = last.micros - instrument.previousClose.micros
    return .of([
      "client_id": .string(SimulatedExchange.clientID), "exchange": .int(instrument.place.exchange),
      "fy_token": .string(instrument.fyToken), "id_fyers": .string(row.fyersID),
      "id": .string(row.id), "instrument": .int(instrument.kind), "lot_size": .int(instrument.lot),
      "multiplier": .int(0), "ord_status": .int(row.state.rawValue),
      "precision": .int(instrument.scale.precision), "price_limit": .price(row.first.price),
      "price2_limit": .price(row.second?.price ?? .zero),
      "price_trigger": .price(row.first.trigger),
      "price2_trigger": .price(row.second?.trigger ?? .zero),
      "product_type": .string(row.product.rawValue), "qty": .int(row.first.quantity),
      "qty2": .int(row.second?.quantity ?? 0), "report_type": .string(""),
      "segment": .int(instrument.place.segment), "symbol": .string(row.symbol),
      "symbol_desc": .string(instrument.names.full), "symbol_exch": .string(instrument.names.short),
      "tick_size": .price(instrument.increment), "tran_side": .int(row.side),
      "gtt_oco_ind": .int(row.second == nil ? 1 : 2),
      "create_time": .string(IndianClockText.dateTime(row.createdAt)),
      "create_time_epoch": .int(row.createdAt.nanoseconds / EventTime.nanosecondsPerSecond),
      "oms_msg": .string(""), "ltp_ch": .micros(change),
      "ltp_chp": Percent.of(change, of: instrument.previousClose.micros), "ltp": .price(last),
      "ordertag": .string(row.tag.map { "1:GTT" + $0 } ?? "2:GTTUntagged"),
    ])
  }
}
