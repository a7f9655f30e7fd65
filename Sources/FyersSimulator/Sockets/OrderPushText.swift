import Market
import Money

/// The JSON texts of the order socket: snake-case rows (FYERS.md §8).
struct OrderPushText {
  let catalogue: InstrumentCatalogue
  let clientID: String

  /// The message of an event and the list it belongs to.
  func message(_ event: AccountEvent, market: SimulatedMarket) -> (list: String, json: Json) {
    switch event {
    case .order(let order): ("orders", wrap("orders", orderRow(order)))
    case .trade(let trade, let order): ("trades", wrap("trades", tradeRow(trade, order)))
    case .position(let position):
      ("positions", wrap("positions", positionRow(position, market: market)))
    }
  }

  private func wrap(_ name: String, _ row: Json) -> Json {
    .object([
      Json.Member(name: name, value: row), Json.Member(name: "s", value: .string("ok")),
    ])
  }

  private func orderRow(_ order: SimulatedOrder) -> Json {
    let instrument = catalogue.all[order.instrument]
    var row =
      Json.of([
        "client_id": .string(clientID), "exchange": .int(instrument.place.exchange),
        "fy_token": .string(instrument.fyToken), "id": .string(order.id),
        "id_fyers": .string(order.ids.fyers), "instrument": .int(instrument.kind),
        "lot_size": .int(instrument.lot), "offline_flag": .bool(false), "oms_flag": .string("K:1"),
        "oms_msg": .string(order.message), "ord_source": .string("ITS"),
        "ord_status": .int(Self.internalStatus(order.state)),
        "ord_type": .int(order.terms.kind.rawValue),
        "ordertag": .string(order.tag), "org_ord_status": .int(order.state.rawValue),
        "pan": .string("XXXXX0000X"), "precision": .int(instrument.scale.precision),
        "price_limit": .price(order.shownLimit), "price_multiplier": .int(1),
        "price_stop": .price(order.terms.stopPrice), "price_traded": .price(order.tradedPrice),
        "product_type": .string(order.product.rawValue), "qty": .int(order.terms.quantity),
        "qty_filled": .int(order.fills.quantity), "qty_multiplier": .int(1),
        "qty_remaining": .int(order.remaining), "report_type": .string(Self.report(order.state)),
        "segment": .int(instrument.place.segment), "status_msg": .string(Self.report(order.state)),
        "symbol": .string(instrument.symbol), "symbol_desc": .string(instrument.names.full),
        "symbol_exch": .string(instrument.names.short), "tick_size": .price(instrument.increment),
        "time_epoch_oms": .int(second(order.placedAt)), "time_exch": .string("NA"),
        "time_oms": .string(IndianClockText.dateTime(order.placedAt)),
        "tran_side": .int(order.side),
        "update_time_epoch_oms": .int(second(order.updatedAt)),
        "update_time_exch": .string(IndianClockText.dateTime(order.updatedAt)),
        "validity": .string(order.terms.isImmediate ? "IOC" : "DAY"),
      ]).members ?? []
    if order.state != .transit {
      row.append(Json.Member(name: "id_exchange", value: .string(order.ids.exchange)))
    }
    if let parent = order.ids.parent {
      row.append(Json.Member(name: "id_parent", value: .string(parent)))
    }
    if order.legs.isAsked {
      row.append(Json.Member(name: "stop_loss", value: .price(order.legs.stopLoss)))
      row.append(Json.Member(name: "take_profit", value: .price(order.legs.takeProfit)))
      row.append(Json.Member(name: "leg_type", value: .int(order.legs.type)))
    }
    return .object(row)
  }

  private func tradeRow(_ trade: SimulatedTrade, _ order: SimulatedOrder) -> Json {
    let instrument = catalogue.all[order.instrument]
    return .of([
      "client_id": .string(clientID), "exchange": .int(instrument.place.exchange),
      "fill_time": .string(IndianClockText.dateTime(trade.time)),
      "fy_token": .string(instrument.fyToken), "id": .string(order.id),
      "id_exchange": .string(order.ids.exchange), "id_fill": .string(trade.number),
      "id_fyers": .string(order.ids.fyers), "ord_type": .int(order.terms.kind.rawValue),
      "ordertag": .string(order.tag), "price_traded": .price(trade.price),
      "product_type": .string(order.product.rawValue), "qty_traded": .int(trade.quantity),
      "segment": .int(instrument.place.segment), "symbol": .string(instrument.symbol),
      "traded_val": .micros(Int64(clamping: trade.value)), "tran_side": .int(order.side),
      "time_epoch": .int(second(trade.time)),
    ])
  }

  private func positionRow(_ position: SimulatedPosition, market: SimulatedMarket) -> Json {
    let instrument = catalogue.all[position.instrument]
    let last = market.quotes[position.instrument]?.tick.ltp ?? .zero
    let unrealized = position.unrealized(at: last)
    return .of([
      "buy_avg": .price(position.buyAverage), "buy_qty": .int(position.buyQuantity),
      "buy_val": .micros(Int64(clamping: position.buyValue)), "cf_buy_qty": .int(0),
      "cf_sell_qty": .int(0), "client_id": .string(clientID), "cross_curr_flag": .string(""),
      "day_buy_qty": .int(position.buyQuantity), "day_sell_qty": .int(position.sellQuantity),
      "exchange": .int(instrument.place.exchange), "fy_token": .string(instrument.fyToken),
      "id": .string("\(instrument.symbol)-\(position.product.rawValue)"),
      "net_avg": .price(position.average), "net_qty": .int(position.net),
      "pl_realized": .micros(Int64(clamping: position.realized)),
      "pl_total": .micros(Int64(clamping: position.realized + unrealized)),
      "pl_unrealized": .micros(Int64(clamping: unrealized)),
      "product_type": .string(position.product.rawValue), "qty": .int(abs(position.net)),
      "qty_multiplier": .int(1), "rbirefrate": .int(1), "segment": .int(instrument.place.segment),
      "sell_avg": .price(position.sellAverage), "sell_qty": .int(position.sellQuantity),
      "sell_val": .micros(Int64(clamping: position.sellValue)),
      "symbol": .string(instrument.symbol), "symbol_desc": .string(instrument.names.full),
      "tran_side": .int(position.net.signum()),
    ])
  }

  private func second(_ time: EventTime) -> Int64 {
    time.nanoseconds / EventTime.nanosecondsPerSecond
  }

  /// A code set of its own, which no client should use; here the state in the nineties.
  private static func internalStatus(_ state: OrderState) -> Int {
    state == .transit ? 20 : 90 + state.rawValue
  }

  private static func report(_ state: OrderState) -> String {
    switch state {
    case .cancelled: "Cancelled"
    case .filled: "Filled"
    case .transit: "Put Order Req"
    case .rejected: "Rejected"
    case .pending: "New Ack"
    case .expired: "Expired"
    }
  }
}
