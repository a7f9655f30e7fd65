import Market

/// Answers HTTP calls: finds the endpoint, lets the caller in, counts, and carries out.
struct RestApi {
  let exchange: SimulatedExchange

  private static let trading = "/api/v3"
  private static let data = "/data"

  /// The answer to a call.
  func answer(_ call: RestCall, at wall: EventTime) -> RestReply {
    do throws(Refusal) {
      if let reply = try open(call, at: wall) { return reply }
      let path = call.path
      if exchange.faults.strikes(.tokenExpiry) { exchange.tokens.expireAll(at: wall) }
      let isSymbolToken = path == Self.data + "/symbol-token"
      let bearer = try exchange.tokens.admit(
        call.authorization, allowsBare: isSymbolToken, at: wall)
      if let reply = limit(call, bearer, at: wall) { return reply }
      if path.hasPrefix(Self.trading + "/") {
        return try trade(call, String(path.dropFirst(Self.trading.count)), bearer, at: wall)
      }
      if path.hasPrefix(Self.data + "/") {
        return try MarketApi(exchange: exchange).answer(
          call, String(path.dropFirst(Self.data.count)), at: wall)
      }
      if path == "/indus/home/tbtws" {
        return .json(.of(["data": .of(["socket_url": .string("ws://\(call.host)/versova")])]))
      }
      throw Self.unknown
    } catch {
      return .refusal(error)
    }
  }

  static let unknown = Refusal(code: -50, message: "Not found", status: 404)

  /// Endpoints that need no token.
  private func open(_ call: RestCall, at wall: EventTime) throws(Refusal) -> RestReply? {
    if let reply = try LoginApi(exchange: exchange).answer(call, at: wall) { return reply }
    if call.path.hasPrefix("/sym_details/") {
      return try SymbolMaster(exchange.catalogue, at: exchange.market.time).answer(call)
    }
    if call.path == "/drop" || call.path.hasPrefix("/control") {
      return try ControlApi(exchange: exchange).answer(call, at: wall)
    }
    if call.path == "/" { return LoginApi.home(exchange) }
    return nil
  }

  private func limit(_ call: RestCall, _ bearer: TokenIssuer.Bearer, at wall: EventTime)
    -> RestReply?
  {
    let isOrder = call.method != "GET" && call.path.contains("order")
    var wait = exchange.overLimit(bearer, isOrder: isOrder, at: wall)
    if exchange.faults.strikes(.rateLimit) { wait = wait ?? 1_000 }
    guard let wait else { return nil }
    var reply = RestReply.json(
      Refusal(code: -429, message: "Request limit exceeded, please wait").json, status: 429)
    reply.headers = [
      RestReply.Header(name: "Retry-After", value: String((wait + 999) / 1_000)),
      RestReply.Header(name: "X-Retry-After-Ms", value: String(wait)),
    ]
    return reply
  }

  private func trade(
    _ call: RestCall, _ path: String, _ bearer: TokenIssuer.Bearer, at wall: EventTime
  ) throws(Refusal) -> RestReply {
    let body = call.json ?? .null
    switch path {
    case "/logout" where call.method == "POST":
      exchange.tokens.revoke(bearer)
      return .ok(message: "you are successfully logged out")
    case "/profile", "/funds", "/holdings", "/tradebook":
      return try AccountApi(exchange: exchange).answer(call, path)
    case "/positions":
      return call.method == "GET"
        ? try AccountApi(exchange: exchange).answer(call, path)
        : try PositionApi(exchange: exchange).answer(call, body)
    case "/orders" where call.method == "GET":
      return try AccountApi(exchange: exchange).answer(call, path)
    case "/gtt/orders", "/gtt/orders/sync":
      return try TriggerApi(exchange: exchange).answer(call, body)
    default: break
    }
    let isOrders = ["/orders", "/multi-order", "/multileg", "/multiorder"].contains {
      path.hasPrefix($0)
    }
    if isOrders { return try OrderApi(exchange: exchange).answer(call, path, body) }
    return try SecondaryApi().answer(call, path)
  }
}

/// Endpoints that a rehearsal does not need: lists are empty, changes are refused in words.
struct SecondaryApi {
  private static let lists: Set<String> = [
    "/order-history", "/trade-history", "/charges-history", "/realised-pnl-history",
    "/tax-pnl-history", "/ledger-history", "/price-alert", "/smart-order/orderbook",
    "/flows/tc/se", "/screeners/config", "/screeners/query", "/screeners/candlestick",
    "/screeners/technical",
  ]

  /// The answer to any other call under the trading root.
  func answer(_ call: RestCall, _ path: String) throws(Refusal) -> RestReply {
    if call.method == "GET", Self.lists.contains(path) {
      return .ok(["data": .array([]), "orderBook": .array([]), "total_count": .int(0)])
    }
    let known = ["/price-alert", "/toggle-alert", "/smart-order/", "/flows/"]
    guard known.contains(where: { path.hasPrefix($0) }) else { throw RestApi.unknown }
    throw .badInput("The simulator does not offer \(path)")
  }
}
