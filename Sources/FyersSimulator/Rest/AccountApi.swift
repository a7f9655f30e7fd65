import Market
import Money

/// Profile, money and books (FYERS.md §5).
struct AccountApi {
  let exchange: SimulatedExchange

  /// The answer to a GET of one of the books.
  func answer(_ call: RestCall, _ path: String) throws(Refusal) -> RestReply {
    guard call.method == "GET" else { throw RestApi.unknown }
    switch path {
    case "/profile": return profile
    case "/funds": return funds
    case "/holdings": return holdings
    case "/positions": return positions
    case "/tradebook": return tradeBook(call)
    default: return orderBook(call)
    }
  }

  private var profile: RestReply {
    .ok([
      "data": .of([
        "name": .string("SIMULATED CLIENT"), "image": .null, "display_name": .string("Simulated"),
        "email_id": .string("x***@example.com"), "PAN": .string("XXXXX0000X"),
        "fy_id": .string(SimulatedExchange.clientID),
        "pin_change_date": .string("19-08-2025 14:58:41"), "mobile_number": .string("XXXXXX0000"),
        "totp": .bool(true), "pwd_change_date": .string("19-08-2025 14:58:41"),
        "pwd_to_expire": .int(90), "ddpi_enabled": .bool(false), "mtf_enabled": .bool(false),
      ])
    ])
  }

  private var funds: RestReply {
    let opening = exchange.account.opening
    let realized = exchange.account.realized
    let used = exchange.account.utilized(exchange.catalogue)
    let rows: [(String, Int128)] = [
      ("Total Balance", opening + realized), ("Utilized Amount", used),
      ("Clear Balance", opening + realized), ("Realized Profit and Loss", realized),
      ("Collaterals", 0), ("Fund Transfer", 0), ("Receivables", 0), ("Adhoc Limit", 0),
      ("Limit at start of the day", opening), ("Available Balance", opening + realized - used),
    ]
    return .ok([
      "fund_limit": .array(
        rows.enumerated().map { index, row in
          .of([
            "id": .int(index + 1), "title": .string(row.0),
            "equityAmount": .micros(Int64(clamping: row.1)), "commodityAmount": .int(0),
          ])
        })
    ])
  }

  private var holdings: RestReply {
    .ok([
      "holdings": .array([]),
      "overall": .of([
        "count_total": .int(0), "total_investment": .int(0), "total_current_value": .int(0),
        "total_pl": .int(0), "pnl_perc": .int(0),
      ]),
    ])
  }

  private var positions: RestReply {
    let open = exchange.account.positions.count { $0.net != 0 }
    let unrealized = exchange.account.positions.reduce(Int128(0)) {
      $0 + $1.unrealized(at: last($1.instrument))
    }
    let realized = exchange.account.realized
    return .ok([
      "netPositions": .array(
        exchange.account.positions.enumerated().map { row($1, number: $0 + 1) }),
      "overall": .of([
        "count_total": .int(exchange.account.positions.count), "count_open": .int(open),
        "pl_total": .micros(Int64(clamping: realized + unrealized)),
        "pl_realized": .micros(Int64(clamping: realized)),
        "pl_unrealized": .micros(Int64(clamping: unrealized)),
      ]),
    ])
  }

  private func last(_ instrument: Int) -> Price {
    exchange.market.quotes[instrument]?.tick.ltp ?? .zero
  }

  private func row(_ position: SimulatedPosition, number: Int) -> Json {
    let instrument = exchange.catalogue.all[position.instrument]
    let last = last(position.instrument)
    let unrealized = position.unrealized(at: last)
    return .of([
      "symbol": .string(instrument.symbol),
      "id": .string("\(instrument.symbol)-\(position.product.rawValue)"),
      "netQty": .int(position.net), "qty": .int(abs(position.net)),
      "side": .int(position.net.signum()), "avgPrice": .price(position.average),
      "netAvg": .price(position.average), "productType": .string(position.product.rawValue),
      "realized_profit": .micros(Int64(clamping: position.realized)),
      "unrealized_profit": .micros(Int64(clamping: unrealized)),
      "pl": .micros(Int64(clamping: position.realized + unrealized)), "ltp": .price(last),
      "buyQty": .int(position.buyQuantity), "buyAvg": .price(position.buyAverage),
      "buyVal": .micros(Int64(clamping: position.buyValue)),
      "sellQty": .int(position.sellQuantity), "sellAvg": .price(position.sellAverage),
      "sellVal": .micros(Int64(clamping: position.sellValue)), "cfBuyQty": .int(0),
      "cfSellQty": .int(0), "dayBuyQty": .int(position.buyQuantity),
      "daySellQty": .int(position.sellQuantity), "fyToken": .string(instrument.fyToken),
      "crossCurrency": .string(""), "rbiRefRate": .int(1), "qtyMulti_com": .int(1),
      "exchange": .int(instrument.place.exchange), "segment": .int(instrument.place.segment),
      "slNo": .int(number),
    ])
  }

  private func orderBook(_ call: RestCall) -> RestReply {
    let ids = call.parameter("id").map { Set($0.split(separator: ",").map(String.init)) }
    let tag = call.parameter("order_tag")
    var rows: [Json] = []
    for (index, order) in exchange.account.orders.enumerated() {
      if let ids, !ids.contains(order.id) { continue }
      if let tag, order.tag != tag { continue }
      rows.append(row(order, number: index + 1))
    }
    return .ok(["orderBook": .array(rows)])
  }

  private func row(_ order: SimulatedOrder, number: Int) -> Json {
    let instrument = exchange.catalogue.all[order.instrument]
    let last = last(order.instrument)
    let change = last.micros - instrument.previousClose.micros
    var row =
      Json.of([
        "clientId": .string(SimulatedExchange.clientID), "id": .string(order.id),
        "id_fyers": .string(order.ids.fyers),
        "exchOrdId": .string(order.state == .rejected ? "" : order.ids.exchange),
        "qty": .int(order.terms.quantity), "remainingQuantity": .int(order.remaining),
        "filledQty": .int(order.fills.quantity), "discloseQty": .int(order.terms.disclosedQuantity),
        "disclosedQty": .int(order.terms.disclosedQuantity), "dqQtyRem": .int(0),
        "limitPrice": .price(order.shownLimit),
        "stopPrice": .price(order.terms.stopPrice), "tradedPrice": .price(order.tradedPrice),
        "type": .int(order.terms.kind.rawValue), "fyToken": .string(instrument.fyToken),
        "exchange": .int(instrument.place.exchange), "segment": .int(instrument.place.segment),
        "symbol": .string(instrument.symbol), "instrument": .int(instrument.kind),
        "message": .string(order.message), "offlineOrder": .bool(false),
        "orderDateTime": .string(IndianClockText.dateTime(order.placedAt)),
        "orderValidity": .string(order.terms.isImmediate ? "IOC" : "DAY"),
        "pan": .string("XXXXX0000X"),
        "productType": .string(order.product.rawValue), "side": .int(order.side),
        "status": .int(order.state.rawValue), "source": .string("ITS"),
        "ex_sym": .string(instrument.names.short), "description": .string(instrument.names.full),
        "ch": .micros(change), "chp": Percent.of(change, of: instrument.previousClose.micros),
        "lp": .price(last), "slNo": .int(number),
        "orderNumStatus": .string("\(order.id):\(order.state.rawValue)"),
        "orderTag": .string(order.tag), "takeProfit": .price(order.legs.takeProfit),
        "stopLoss": .price(order.legs.stopLoss),
      ]).members ?? []
    if let parent = order.ids.parent {
      row.append(Json.Member(name: "parentId", value: .string(parent)))
    }
    return .object(row)
  }

  private func tradeBook(_ call: RestCall) -> RestReply {
    let tag = call.parameter("order_tag")
    var rows: [Json] = []
    for trade in exchange.account.trades {
      let order = exchange.account.orders[trade.order]
      if let tag, order.tag != tag { continue }
      let instrument = exchange.catalogue.all[order.instrument]
      rows.append(
        .of([
          "clientId": .string(SimulatedExchange.clientID),
          "orderDateTime": .string(IndianClockText.dateTime(trade.time)),
          "orderNumber": .string(order.id), "exchangeOrderNo": .string(order.ids.exchange),
          "exchange": .int(instrument.place.exchange), "side": .int(order.side),
          "segment": .int(instrument.place.segment), "orderType": .int(order.terms.kind.rawValue),
          "fyToken": .string(instrument.fyToken), "productType": .string(order.product.rawValue),
          "tradedQty": .int(trade.quantity), "tradePrice": .price(trade.price),
          "tradeValue": .micros(Int64(clamping: trade.value)),
          "tradeNumber": .string(trade.number),
          "row": .int(trade.time.nanoseconds / EventTime.nanosecondsPerSecond),
          "symbol": .string(instrument.symbol), "orderTag": .string(order.tag),
        ]))
    }
    return .ok(["tradeBook": .array(rows)])
  }
}
