import HTTPTypes
import HummingbirdCore
import NIOCore

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
  let connections: ConnectionCount
  /// Those who watch events.
  let watchers: WatcherList

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
      if endpoint == .events { return .stream(try watch(head, query: query, channel: channel)) }
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
    let query = try QueryText.items(target.count > 1 ? target[1] : nil)
    let known: [String] = endpoint == .orders ? ["symbol"] : []
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
