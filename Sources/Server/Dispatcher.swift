import HTTPTypes
import HummingbirdCore
import NIOCore
import Reporting
import Trading

/// Answers requests: gate, route, limits, then the session.
struct Dispatcher: Sendable {
  /// The session behind the API.
  let session: any TradingSession
  /// The limits.
  let options: ServerOptions
  /// Who may call.
  let gate: Gate
  /// How many calls may come.
  let rate: RateLimit
  /// The answers to repeated calls.
  let answers: AnswerStore
  /// What is counted.
  let counters: ServerCounters
  /// The connections.
  let connections: ConnectionPool
  /// Those who watch events.
  let watchers: WatcherList
  /// Puts pages together.
  let pages: PageThread

  /// What is to be sent.
  private enum Outcome {
    case answer(ApiResponse)
    case stream(EventSubscription)
  }

  /// Answers one request and writes the answer.
  ///
  /// - Throws: What the connection throws when it is gone; nobody is left to be told.
  func respond(
    to request: Request, writer: consuming ResponseWriter, channel: any Channel
  ) async throws(any Error) {
    // The assembler passes a body on whole, and within its limit.
    var bytes: [UInt8] = []
    for try await part in request.body { bytes += Array(part.readableBytesView) }
    switch await outcome(of: request.head, body: bytes, channel: channel) {
    case .stream(let subscription):
      try await stream(subscription, writer: writer, channel: channel)
    case .answer(let answer):
      counters.count(status: answer.status.code)
      let head = HTTPResponse(status: answer.status, headerFields: answer.allHeaders)
      if request.method == .head {
        try await writer.writeResponse(head)
      } else {
        try await writer.write(
          response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
      }
    }
  }

  private func outcome(
    of head: HTTPRequest, body: [UInt8], channel: any Channel
  ) async -> Outcome {
    do throws(ApiFailure) {
      let (endpoint, query) = try admit(head)
      if endpoint == .events, query.isEmpty { return .stream(try watch(head, channel: channel)) }
      return .answer(try await answer(endpoint, head, query: query, body: body))
    } catch {
      return .answer(.failure(error))
    }
  }

  /// Checks everything that does not need the body.
  private func admit(
    _ head: HTTPRequest
  ) throws(ApiFailure) -> (Endpoint, [(name: String, value: String)]) {
    try gate.checkSite(head)
    let target = (head.path ?? "").split(
      separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let endpoint = try RouteTable.endpoint(head.method, target.first ?? "")
    if !endpoint.isOpen {
      try gate.checkToken(head)
      guard rate.admits() else { throw .tooMany("Too many requests; try again in a second") }
    }
    let query = try RequestText.items(ofQuery: target.count > 1 ? target[1] : "")
    let known = endpoint.parameters
    for (index, item) in query.enumerated() {
      guard known.contains(item.name), !query[..<index].contains(where: { $0.name == item.name })
      else {
        throw .malformed(
          "\(RequestText.clipped(item.name)): unknown or repeated parameter; expected "
            + (known.isEmpty ? "none" : known.joined(separator: ", ")))
      }
    }
    return (endpoint, query)
  }

  private func answer(
    _ endpoint: Endpoint, _ head: HTTPRequest, query: [(name: String, value: String)],
    body: [UInt8]
  ) async throws(ApiFailure) -> ApiResponse {
    if endpoint.isWrite {
      try gate.checkContent(head, body: body)
      return try await write(endpoint, head, body: body)
    }
    return try await read(endpoint, query: query)
  }
}

/// Calls that change nothing.
extension Dispatcher {
  /// Answers a call that reads.
  func read(
    _ endpoint: Endpoint, query: [(name: String, value: String)]
  ) async throws(ApiFailure) -> ApiResponse {
    switch endpoint {
    case .portfolio:
      let state = await session.portfolio()
      return .json { $0.portfolio(state) }
    case .orders:
      let query = try Self.orderQuery(query)
      return await pages.answer {
        let page = await session.orders(query)
        return .json { json in
          json.orders("orders", page.orders)
          json.field("count", Int64(page.orders.count))
          json.field("next_before", page.hasOlder ? page.orders.first?.orderID : nil)
        }
      }
    case .events:
      let query = try PageQuery(query, largest: EventHub.memory)
      let events = session.events
      let before = try query.event(of: events.session)
      return await pages.answer {
        let page = events.page(before: before, limit: query.limit)
        return .json { EventText.write(page, session: events.session, to: &$0) }
      }
    case .positions:
      let positions = await session.positions()
      return .json { $0.positions(positions) }
    case .riskOrders:
      let orders = await session.riskOrders()
      return .json { $0.riskOrders(orders) }
    case .health: return Self.health(session.health())
    case .metrics:
      let own = counters.metrics(
        connections: connections.current, watchers: session.events.readerCount,
        droppedWatchers: session.events.droppedReaders)
      let text = MetricText.text(of: session.metrics() + own)
      return ApiResponse(type: MetricText.type, body: Array(text.utf8))
    case .description:
      return ApiResponse(type: "application/json", body: PackageResources.openapi_json)
    case .page:
      return ApiResponse(type: "text/html; charset=utf-8", body: PackageResources.index_html)
    case .buy, .sell, .updatePrice, .control:
      preconditionFailure("a call that writes was taken for one that reads")
    }
  }

  private static func orderQuery(
    _ query: [(name: String, value: String)]
  ) throws(ApiFailure) -> OrderQuery {
    let symbol = query.first { $0.name == "symbol" }?.value
    if let symbol, !SymbolText.isFit(symbol) {
      throw .malformed("symbol: expected the name of an instrument such as NSE:SBIN-EQ")
    }
    let page = try PageQuery(query, largest: OrderQuery.largestPage)
    return OrderQuery(symbol: symbol, before: try page.order(), limit: page.limit)
  }

  /// Whether a session is fit to trade.
  static func health(_ health: HealthState) -> ApiResponse {
    guard !health.isReady else {
      return .json { json in
        json.field("success", true)
        json.health(health)
      }
    }
    let (message, code): (String, DenialReason) =
      switch health.status {
      case .ok, .starting: ("Waiting for the first prices", .notReady)
      case .stale: ("Prices are stale", .staleFeed)
      case .disconnected: ("The price feed is disconnected", .staleFeed)
      case .degraded:
        (
          health.problems.isEmpty
            ? "A script has failed; stops keep working" : health.problems.joined(separator: "; "),
          .exitOnly
        )
      case .stopping: ("The session is ending", .notReady)
      }
    return .json(.serviceUnavailable) { json in
      json.field("success", false)
      json.field("message", "❌ " + message)
      json.field("code", code.rawValue)
      json.health(health)
    }
  }
}

/// The stream of events.
extension Dispatcher {
  /// Begins to watch for one connection; the watch ends with it.
  func watch(
    _ head: HTTPRequest, channel: any Channel
  ) throws(ApiFailure) -> EventSubscription {
    var lastSeen: EventID?
    if let name = HTTPField.Name("Last-Event-ID"), let text = head.headerFields[name], !text.isEmpty
    {
      guard let id = EventID(text) else {
        throw .malformed("Last-Event-ID: expected the id of an event")
      }
      lastSeen = id
    }
    let subscription = session.events.subscribe(after: lastSeen, limit: options.maximumWatchers) {
      // Its queue is full because the client does not read: only closing frees the writer.
      channel.close(promise: nil)
    }
    guard let subscription else { throw .tooMany("Too many watch the events already") }
    return subscription
  }

  /// Writes events until the client goes, is cut off, or the server stops.
  func stream(
    _ subscription: EventSubscription, writer: consuming ResponseWriter, channel: any Channel
  ) async throws(any Error) {
    let place = watchers.add(subscription)
    defer {
      subscription.end()
      watchers.remove(place)
    }
    channel.closeFuture.whenComplete { _ in subscription.end() }
    var headers = ApiResponse.commonHeaders
    headers[.contentType] = "text/event-stream"
    counters.count(status: 200)
    var body = try await writer.writeHead(HTTPResponse(status: .ok, headerFields: headers))
    try await body.write(ByteBuffer(bytes: EventText.opening))
    let session = session.events.session
    while let batch = await subscription.next() {
      try await body.write(ByteBuffer(bytes: EventText.bytes(of: batch, session: session)))
    }
    try await body.finish(nil)
  }
}
