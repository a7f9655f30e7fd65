import Market

/// The tester's side: what goes wrong, and when.
///
/// `POST /drop` cuts the data sockets. `POST /control/NAME` arms or carries out a fault, with an
/// optional body `{"probability": 0.1, "count": 3, "ms": 2000, "socket": "data"}`; `DELETE` takes it
/// back, `GET /control` shows what is armed.
struct ControlApi {
  let exchange: SimulatedExchange

  /// The answer to a call on `/drop` or under `/control`.
  func answer(_ call: RestCall, at wall: EventTime) throws(Refusal) -> RestReply {
    if call.path == "/drop" {
      guard call.method == "POST" else { throw RestApi.unknown }
      exchange.actions.append(.cut([.data]))
      return .ok(message: "data sockets are cut")
    }
    let name = String(call.path.dropFirst("/control".count).drop { $0 == "/" })
    switch (call.method, name) {
    case ("GET", ""): return status
    case ("DELETE", ""):
      exchange.faults.disarmAll()
      return status
    case ("POST", _):
      try arm(kind(name), call.json ?? .null, at: wall)
      return status
    case ("DELETE", _):
      exchange.faults.disarm(try kind(name))
      return status
    default: throw RestApi.unknown
    }
  }

  private func kind(_ name: String) throws(Refusal) -> FaultKind {
    guard let kind = FaultKind(rawValue: name) else {
      let known = FaultKind.allCases.map(\.rawValue).joined(separator: " ")
      throw .badInput("unknown fault, expected one of \(known)")
    }
    return kind
  }

  private var status: RestReply {
    let armed = FaultKind.allCases.compactMap { kind in
      exchange.faults[kind].map { arm in
        Json.Member(
          name: kind.rawValue,
          value: .of([
            "probability": .micros(arm.probability),
            "remaining": arm.remaining.map { Json.int($0) } ?? .null,
            "ms": .int(arm.milliseconds),
          ]))
      }
    }
    return .ok([
      "armed": .object(armed), "ticks_played": .int(exchange.market.played),
      "data_clients": .int(exchange.hub.clients.count),
      "order_clients": .int(exchange.peers.orders.count),
      "quote_clients": .int(exchange.peers.quotes.count),
      "depth_clients": .int(exchange.peers.depths.count), "over": .bool(exchange.isOver),
    ])
  }

  private func arm(_ kind: FaultKind, _ body: Json, at wall: EventTime) throws(Refusal) {
    let sockets = try sockets(body)
    let milliseconds = body["ms"]?.integer ?? FaultPlan.durationDefault
    guard (0...3_600_000).contains(milliseconds) else { throw .badInput("ms: 0 to 3600000") }
    if body["probability"] == nil, body["count"] == nil {
      switch kind {
      case .disconnect: return exchange.actions.append(.cut(sockets))
      case .halfOpen: return exchange.actions.append(.freeze(sockets))
      case .slowReader:
        return exchange.actions.append(.pauseReading(sockets, milliseconds: milliseconds))
      case .garbageFrame: return exchange.actions.append(.garbage(exchange.faults.noise()))
      case .tokenExpiry: return exchange.tokens.expireAll(at: wall)
      default: break
      }
    }
    let probability = body["probability"]?.decimalMicros ?? 1_000_000
    guard (0...1_000_000).contains(probability) else { throw .badInput("probability: 0 to 1") }
    let lasts = kind == .mute || kind == .frozenIndex || body["probability"] != nil
    let count = body["count"]?.integer ?? (lasts ? nil : 1)
    guard count.map({ (1...1_000_000).contains($0) }) ?? true else {
      throw .badInput("count: 1 to 1000000")
    }
    exchange.faults.arm(
      kind,
      FaultPlan.Arm(
        probability: probability, remaining: count.map { Int($0) }, milliseconds: milliseconds))
  }

  private func sockets(_ body: Json) throws(Refusal) -> [SocketKind] {
    guard let name = body["socket"]?.text else { return [.data] }
    if name == "all" { return SocketKind.allCases }
    guard let kind = SocketKind(rawValue: name) else {
      throw .badInput("socket: data, order, depth, quote or all")
    }
    return [kind]
  }
}
