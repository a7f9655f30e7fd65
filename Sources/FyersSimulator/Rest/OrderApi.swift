import Market

/// Placing, changing and cancelling orders, one or several (FYERS.md §6).
struct OrderApi {
  let exchange: SimulatedExchange

  private static let batchMax = 10
  private static let slicesMax: Int64 = 10

  /// The answer to a call under `/orders`, `/multi-order` or `/multileg`.
  func answer(_ call: RestCall, _ path: String, _ body: Json) throws(Refusal) -> RestReply {
    defer { exchange.pushAccountEvents() }
    let parts = path.split(separator: "/").map(String.init)
    switch (call.method, parts) {
    case ("POST", ["orders", "sync"]): return try place(body)
    case ("PATCH", ["orders", "sync"]): return try modify(body)
    case ("DELETE", ["orders", "sync"]), ("DELETE", ["orders"]):
      return try cancel(body["id"]?.looseText)
    case ("DELETE", let parts) where parts.count == 3 && parts[0] == "orders" && parts[2] == "sync":
      return try cancel(parts[1])
    case (_, ["orders", "async"]): return queued(one(call.method, body))
    case (_, ["multi-order", "sync"]): return try several(call.method, body)
    case (_, ["multi-order", "async"]):
      _ = try several(call.method, body)
      return queued(.ok())
    case ("POST", ["multileg", "orders", "sync"]): return try legs(body)
    case ("POST", ["multiorder", "margin"]): return try margin(body)
    default: throw RestApi.unknown
    }
  }

  // MARK: One order

  private func place(_ body: Json) throws(Refusal) -> RestReply {
    let fields = try OrderFields.decode(body)
    if fields.isSliced { return try slices(fields) }
    let placement: SimulatedAccount.Placement
    if exchange.faults.strikes(.reject) {
      placement = .rejected
    } else if let arm = exchange.faults[.lateFill], exchange.faults.strikes(.lateFill) {
      placement = .late(arm.milliseconds * EventTime.nanosecondsPerMillisecond)
    } else {
      placement = .normal
    }
    let id = try exchange.account.place(fields, placement: placement, market: &exchange.market)
    var reply = Self.placed(id)
    if exchange.faults.strikes(.unconfirmed) {
      reply = .ok(code: 201, message: "Order sent, no acknowledgement received")
    }
    reply.isWithheld = exchange.faults.strikes(.timeout)
    return reply
  }

  private static func placed(_ id: String) -> RestReply {
    .ok(
      ["id": .string(id)], code: 1101,
      message: "Order submitted successfully. Your Order Ref. No.\(id)")
  }

  private func slices(_ fields: OrderFields) throws(Refusal) -> RestReply {
    guard let instrument = exchange.catalogue[fields.symbol] else { throw .invalidSymbol }
    let size = instrument.freezeQuantity / instrument.lot * instrument.lot
    guard (fields.quantity + size - 1) / size <= Self.slicesMax else {
      throw .badInput("at most \(Self.slicesMax) slices of \(size)")
    }
    var replies: [RestReply] = []
    var rest = fields.quantity
    while rest > 0 {
      var slice = fields
      slice.quantity = min(rest, size)
      rest -= slice.quantity
      do throws(Refusal) {
        replies.append(
          Self.placed(try exchange.account.place(slice, market: &exchange.market)))
      } catch {
        replies.append(.refusal(error))
      }
    }
    return .json(
      .of([
        "code": .int(1101), "message": .string("Order Slice placed successfully"),
        "data": .array(replies.map { Self.wrapped($0, description: "OK") }),
      ]))
  }

  private func modify(_ body: Json) throws(Refusal) -> RestReply {
    guard let id = body["id"]?.looseText, exchange.account.order(id) != nil else {
      throw .unknownOrder
    }
    let changes = try OrderChanges.decode(body)
    try exchange.account.modify(id, changes, market: &exchange.market)
    return .ok(["id": .string(id)], code: 1102, message: "Successfully modified order")
  }

  private func cancel(_ id: String?) throws(Refusal) -> RestReply {
    guard let id else { throw .unknownOrder }
    try exchange.account.cancel(id, at: exchange.market.time)
    return .ok(["id": .string(id)], code: 1103, message: "Successfully cancelled order")
  }

  private func one(_ method: String, _ body: Json) -> RestReply {
    do throws(Refusal) {
      switch method {
      case "POST": return try place(body)
      case "PATCH": return try modify(body)
      case "DELETE": return try cancel(body["id"]?.looseText)
      default: throw RestApi.unknown
      }
    } catch {
      return .refusal(error)
    }
  }

  /// The answer of an asynchronous call: no order id, only the broker's own.
  private func queued(_ reply: RestReply) -> RestReply {
    let id = JsonParser.parse(reply.body)?["id"]?.text
    let fyersID = id.flatMap { exchange.account.order($0)?.ids.fyers } ?? ""
    return .ok(
      ["id_fyers": .string(fyersID)], code: 1101, message: "Order queued successfully.")
  }

  // MARK: Several orders

  private func several(_ method: String, _ body: Json) throws(Refusal) -> RestReply {
    guard let orders = body.elements, !orders.isEmpty else { throw .badInput("Invalid input") }
    guard orders.count <= Self.batchMax else {
      throw .badInput("at most \(Self.batchMax) orders are allowed")
    }
    let replies = orders.map { Self.wrapped(one(method, $0), description: "HTTP OK") }
    return .ok(["data": .array(replies)])
  }

  private static func wrapped(_ reply: RestReply, description: String) -> Json {
    .of([
      "statusCode": .int(reply.status), "body": JsonParser.parse(reply.body) ?? .null,
      "statusDescription": .string(reply.status == 200 ? description : "Bad Request"),
    ])
  }

  /// A spread of two or three legs: all of them, or a complaint with code 400.
  private func legs(_ body: Json) throws(Refusal) -> RestReply {
    guard let members = body["legs"]?.members, (2...3).contains(members.count),
      body["orderType"]?.text == "\(members.count)L"
    else { throw Refusal(code: 400, message: "Invalid multileg input") }
    var orders: [OrderFields] = []
    for member in members {
      let shared = Json.of([
        "productType": body["productType"] ?? .null, "validity": .string("IOC"),
        "orderTag": body["orderTag"] ?? .null,
      ])
      let fields = try OrderFields.decode(
        .object((member.value.members ?? []) + (shared.members ?? [])))
      guard let leg = exchange.catalogue[fields.symbol], leg.place.segment == 11,
        fields.kind == .limit
      else { throw Refusal(code: 400, message: "Multileg orders are for NSE F&O limit orders") }
      orders.append(fields)
    }
    guard Set(orders.compactMap { exchange.catalogue[$0.symbol]?.names.short }).count == 1 else {
      throw Refusal(code: 400, message: "All legs must be of one underlying")
    }
    var id = ""
    for fields in orders {
      id = try exchange.account.place(fields, market: &exchange.market)
    }
    return Self.placed(id)
  }

  private func margin(_ body: Json) throws(Refusal) -> RestReply {
    guard let orders = body["data"]?.elements, !orders.isEmpty else {
      throw .badInput("Invalid input")
    }
    var needed: Int128 = 0
    for order in orders.prefix(50) {
      let fields = try OrderFields.decode(order)
      guard let instrument = exchange.catalogue[fields.symbol],
        let quote = exchange.market.quote(instrument)
      else { throw .invalidSymbol }
      needed += MarginRule.blocked(
        instrument, product: fields.product, side: fields.side, quantity: fields.quantity,
        price: fields.kind.hasLimit ? fields.limitPrice : quote.tick.ltp)
    }
    let free = exchange.account.available(exchange.catalogue)
    return .ok([
      "data": .of([
        "margin_avail": .micros(Int64(clamping: free)),
        "margin_total": .micros(
          Int64(clamping: exchange.account.utilized(exchange.catalogue) + needed)),
        "margin_new_order": .micros(Int64(clamping: needed)),
      ])
    ])
  }
}
