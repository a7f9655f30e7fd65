public import Market

/// The broker's reply to one call.
///
/// Any reply is a value: web pages, cut texts and empty bodies too.
public struct FyersReply: Sendable {
  /// What the body is.
  public enum Content: Sendable, Equatable {
    /// JSON of any kind.
    case json(JSONValue)
    /// Something else: a gateway's web page, or JSON that was cut; the sentence says what.
    case unreadable(String)
    /// Nothing.
    case empty
  }

  /// What was called.
  public let endpoint: Endpoint
  /// The HTTP status.
  public let status: Int
  /// The wait a 429 asked for, in nanoseconds; nil when it asked for none.
  public let waitNanoseconds: Int64?
  /// The server's clock when it answered, in whole seconds; nil when it did not say.
  public let serverTime: EventTime?
  /// The body.
  public let content: Content

  /// Reads a reply.
  ///
  /// - Parameters:
  ///   - endpoint: What was called.
  ///   - answer: What came back.
  public init(endpoint: Endpoint, answer: HTTPAnswer) {
    self.endpoint = endpoint
    self.status = answer.status
    self.waitNanoseconds = RetryAfter.nanoseconds(answer.headers)
    self.serverTime = answer.headers.first { $0.name.lowercased() == "date" }
      .flatMap { HTTPDate.parse($0.value) }
    if answer.body.isEmpty {
      content = .empty
    } else {
      do throws(JSONParseError) {
        content = .json(try JSONParser.parse(answer.body))
      } catch {
        content = .unreadable(error.description)
      }
    }
  }

  /// The body as JSON; nil when it is something else.
  public var json: JSONValue? {
    if case .json(let value) = content { value } else { nil }
  }

  /// The member of the body with that name.
  public subscript(key: String) -> JSONValue? { json?[key] }

  /// The broker's code; nil when there is none.
  public var code: Int64? { self["code"]?.int64 }

  /// The broker's message, cleaned of control characters and of anything that looks like a token.
  public var message: String { Redactor.cleaned(self["message"]?.text ?? "") }

  /// What the reply means.
  public var verdict: Verdict {
    let code = self.code
    let isLogin = endpoint.authorization == .none
    if !isLogin {
      if let code, BrokerCode.deadToken.contains(code) { return .tokenDead(code: code) }
      if status == 401 { return .tokenDead(code: code ?? 401) }
    }
    if status == 429 || code.map(BrokerCode.rateLimited.contains) == true {
      return .rateLimited(waitNanoseconds: waitNanoseconds)
    }
    switch content {
    case .empty: return .unclear(reason: "HTTP \(status) with an empty body")
    case .unreadable(let reason): return .unclear(reason: "HTTP \(status), \(reason)")
    case .json(.object): return objectVerdict(code)
    case .json: return .unclear(reason: "HTTP \(status) with JSON that is no object")
    }
  }

  private func objectVerdict(_ code: Int64?) -> Verdict {
    if code == BrokerCode.unacknowledged, endpoint.changesOrders {
      return endpoint == .exitPositions ? .exitUnfilled : .unacknowledged
    }
    let isHTTPSuccess = (200..<300).contains(status)
    switch self["s"]?.text {
    case "ok" where isHTTPSuccess: return .success(code: code)
    case "no_data": return .noData
    // Some successes carry no `s`: a sliced order, some reports, the index table.
    case nil where isHTTPSuccess && (code ?? 1) > 0: return .success(code: code)
    default: return failure(code ?? Int64(status))
    }
  }

  private func failure(_ code: Int64) -> Verdict {
    if endpoint.changesOrders {
      if BrokerCode.unclear.contains(code) || status >= 500 || (300..<400).contains(status) {
        return .unclear(reason: "HTTP \(status), code \(code): \(message)")
      }
      if endpoint == .exitPositions, BrokerCode.nothingToExit.contains(code) {
        return .nothingToExit
      }
      if code == BrokerCode.rejected { return .orderRejected(message: message) }
    }
    return .refused(code: code, message: message)
  }
}
