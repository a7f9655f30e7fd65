import Market
public import WireText

/// The broker's REST interface for one account: one throttle, one token, no call sent twice.
public actor FyersClient {
  /// Where the broker is.
  public nonisolated let endpoints: FyersEndpoints
  private let transport: any FyersTransport
  private let tokens: TokenDesk
  private let gate: CallGate

  /// A client.
  ///
  /// - Parameters:
  ///   - endpoints: Where the broker is.
  ///   - transport: What carries the calls.
  ///   - tokens: Where the token is.
  ///   - gate: The account's one limiter.
  public init(
    endpoints: FyersEndpoints, transport: any FyersTransport, tokens: TokenDesk, gate: CallGate
  ) {
    self.endpoints = endpoints
    self.transport = transport
    self.tokens = tokens
    self.gate = gate
  }

  /// Makes one call, once.
  ///
  /// - Parameter request: The call.
  /// - Returns: The reply, whatever it says; ``FyersReply/verdict`` tells what it means.
  /// - Throws: ``FyersError`` when there is no reply. Only with
  ///   ``TransportFailure/wasNeverSent``, ``FyersError/notLoggedIn``, ``FyersError/heldBack(_:)``
  ///   and ``FyersError/invalidRequest(_:)`` is it certain that the broker saw nothing.
  public func perform(_ request: FyersRequest) async throws(FyersError) -> FyersReply {
    let needsToken = request.endpoint.authorization != .none
    if needsToken, tokens.borrow() == nil { throw .notLoggedIn }
    let sentAt: EventTime
    do throws(ThrottleRefusal) {
      sentAt = try await gate.pass(
        urgency: request.urgency, isOrder: request.endpoint.countsAsOrder)
    } catch {
      throw .heldBack(error)
    }
    // The token may have died while the call waited.
    let loan = needsToken ? tokens.borrow() : nil
    if needsToken, loan == nil { throw .notLoggedIn }
    let answer: HTTPAnswer
    do throws(TransportFailure) {
      answer = try await transport.send(request.call(to: endpoints, token: loan?.token))
    } catch {
      throw .transport(error)
    }
    let reply = FyersReply(endpoint: request.endpoint, answer: answer)
    switch reply.verdict {
    case .tokenDead(let code):
      if let loan { tokens.refuse(code: code, generation: loan.generation) }
    case .rateLimited(let wait):
      await gate.noteRateLimited(waitNanoseconds: wait, sentAt: sentAt)
    default: break
    }
    return reply
  }

  /// Makes a call that changes nothing, and gives its JSON.
  ///
  /// When the rate is limited the call is made a second time after the wait the broker told.
  ///
  /// - Parameter request: A call that reads.
  /// - Returns: The reply's JSON; nil when there is no data for a valid question.
  /// - Throws: ``FyersError``.
  public func read(_ request: FyersRequest) async throws(FyersError) -> JSONValue? {
    precondition(!request.endpoint.changesOrders, "a call that changes orders is never repeated")
    var reply = try await perform(request)
    if case .rateLimited = reply.verdict { reply = try await perform(request) }
    switch reply.verdict {
    case .success: return reply.json
    case .noData: return nil
    case .tokenDead(let code): throw .tokenDead(code: code)
    case .rateLimited(let wait): throw .rateLimited(waitNanoseconds: wait)
    case .refused(let code, let message): throw .refused(code: code, message: message)
    case .unclear(let reason): throw .unclear(reason)
    case .unacknowledged, .exitUnfilled, .nothingToExit, .orderRejected:
      throw .unclear("a reply to an order where a read was asked")
    }
  }

  /// Downloads a public file without a token; it does not count towards the account's rate.
  ///
  /// - Parameters:
  ///   - path: The path below the public root.
  ///   - limit: The largest file taken, in bytes.
  /// - Returns: The file.
  /// - Throws: ``FyersError``.
  public func publicFile(_ path: String, limit: Int) async throws(FyersError) -> [UInt8] {
    let call = HTTPCall(
      verb: .get, address: endpoints.publicFiles + path, replyLimit: limit)
    let answer: HTTPAnswer
    do throws(TransportFailure) {
      answer = try await transport.send(call)
    } catch {
      throw .transport(error)
    }
    guard answer.status == 200 else {
      throw .refused(code: Int64(answer.status), message: "\(path) is not there")
    }
    return answer.body
  }
}
