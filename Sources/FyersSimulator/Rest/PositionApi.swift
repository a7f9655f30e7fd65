import Money

/// Exiting, converting and protecting positions (FYERS.md §6.3, §6.5).
struct PositionApi {
  let exchange: SimulatedExchange

  /// The answer to a call on `/positions` other than GET.
  func answer(_ call: RestCall, _ body: Json) throws(Refusal) -> RestReply {
    defer { exchange.pushAccountEvents() }
    switch call.method {
    case "DELETE": return try exit(body)
    case "POST", "PUT": return try convert(body)
    case "PATCH": return try protect(body)
    default: throw RestApi.unknown
    }
  }

  private func id(_ position: SimulatedPosition) -> String {
    "\(exchange.catalogue.all[position.instrument].symbol)-\(position.product.rawValue)"
  }

  private func exit(_ body: Json) throws(Refusal) -> RestReply {
    let names: Set<String>? = body["id"].map { value in
      Set((value.elements ?? [value]).compactMap(\.text))
    }
    if body["pending_orders_cancel"]?.flag == true {
      cancelPending(names)
      if names == nil { return .ok(message: "All pending orders are cancelled.") }
    }
    guard let wanted = filter(body, names: names) else { throw .badInput("Invalid input") }
    let open = exchange.account.positions.filter { $0.net != 0 && wanted($0) }
    guard !open.isEmpty else {
      throw Refusal(code: -352, message: "Looks like you have no open positions.")
    }
    var isWhole = true
    for position in open {
      let fields = OrderFields(
        symbol: exchange.catalogue.all[position.instrument].symbol, quantity: abs(position.net),
        kind: .market, side: position.net > 0 ? -1 : 1, product: position.product)
      let id = try exchange.account.place(fields, market: &exchange.market)
      if exchange.account.order(id)?.state != .filled { isWhole = false }
    }
    return isWhole
      ? .ok(message: open.count == 1 ? "The position is closed." : "All positions are closed.")
      : .ok(code: 201, message: "Exit orders are placed, not yet filled.")
  }

  /// Which positions a body means; nil when it means nothing.
  private func filter(_ body: Json, names: Set<String>?) -> ((SimulatedPosition) -> Bool)? {
    if let names { return { names.contains(id($0)) } }
    if body["exit_all"]?.flag == true { return { _ in true } }
    guard let segments = body["segment"]?.elements, let sides = body["side"]?.elements,
      let products = body["productType"]?.elements
    else { return nil }
    return { position in
      let segment = exchange.catalogue.all[position.instrument].place.segment
      return segments.contains { $0.integer == Int64(segment) }
        && sides.contains { $0.integer == position.net.signum() }
        && products.contains { $0.text == position.product.rawValue }
    }
  }

  private func cancelPending(_ names: Set<String>?) {
    for order in exchange.account.orders where order.state.isWorking {
      let symbol = exchange.catalogue.all[order.instrument].symbol
      guard names?.contains("\(symbol)-\(order.product.rawValue)") ?? true else { continue }
      do throws(Refusal) {
        try exchange.account.cancel(order.id, at: exchange.market.time)
      } catch {
        // It has just been cancelled as the other leg of a pair.
      }
    }
  }

  private func convert(_ body: Json) throws(Refusal) -> RestReply {
    guard let name = body["symbol"]?.text,
      let index = exchange.account.positions.firstIndex(where: {
        id($0) == name || symbol($0) == name
      })
    else { throw Refusal(code: -53, message: "Please provide a valid position id") }
    let position = exchange.account.positions[index]
    let from = try OrderFields.product(body["convertFrom"]?.text)
    let to = try OrderFields.product(body["convertTo"]?.text)
    guard from == position.product, from != to else { throw .badInput("Invalid input") }
    guard from == .intraday || from == .margin else {
      throw .badInput("CNC and MTF positions cannot be converted")
    }
    guard let quantity = body["convertQty"]?.integer, quantity > 0, quantity <= abs(position.net)
    else { throw .badInput("convertQty should be at most \(abs(position.net))") }
    let instrument = exchange.catalogue.all[position.instrument]
    guard instrument.isCash ? to != .margin : to == .margin || to == .intraday,
      position.net > 0 || (to != .cnc && to != .mtf)
    else { throw .badInput("\(to.rawValue) is not possible for this position") }
    exchange.account.convert(index, quantity: quantity, to: to)
    return .ok(
      ["positionDetails": .int(1101)], message: "Position Converted Successfully!!")
  }

  private func symbol(_ position: SimulatedPosition) -> String {
    exchange.catalogue.all[position.instrument].symbol
  }

  /// Places the legs asked for as orders of their own; the exact reply is not documented.
  private func protect(_ body: Json) throws(Refusal) -> RestReply {
    guard let name = body["positionId"]?.text,
      let position = exchange.account.positions.first(where: { id($0) == name && $0.net != 0 })
    else { throw Refusal(code: -53, message: "Please provide a valid position id") }
    let instrument = exchange.catalogue.all[position.instrument]
    var fields = OrderFields(
      symbol: instrument.symbol, quantity: abs(position.net), kind: .market,
      side: position.net.signum(), product: position.product)
    fields.legs.stopLoss = try OrderFields.price(body["stopLoss"], name: "stopLoss")
    fields.legs.takeProfit = try OrderFields.price(body["takeProfit"], name: "takeProfit")
    fields.legs.type = body["legType"]?.integer ?? 1
    // What is held counts as an entry that has filled whole.
    var entry = SimulatedOrder(
      ids: SimulatedOrder.IDs(own: name, fyers: "", exchange: "", parent: nil),
      instrument: position.instrument, side: fields.side, product: fields.product, tag: "",
      placedAt: exchange.market.time, terms: SimulatedOrder.Terms(fields), legs: fields.legs,
      updatedAt: exchange.market.time)
    entry.fills.quantity = fields.quantity
    entry.fills.value = Int128(position.average.micros) * Int128(fields.quantity)
    for order in exchange.account.orders where order.ids.parent == name && order.state.isWorking {
      try exchange.account.cancel(order.id, at: exchange.market.time)
    }
    let legs = ProtectiveLegs(entry: entry, instrument: instrument)
    for fields in [legs.stopOrder, legs.targetOrder].compactMap(\.self) {
      _ = try exchange.account.place(fields, market: &exchange.market, parent: name)
    }
    return .ok(["id": .string(name)], code: 1102, message: "Position legs updated")
  }
}
