public import Market
public import WireText

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
      do throws(JSONFault) {
        content = .json(try BrokerJSON.reply(answer.body))
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

/// What a reply means, by the endpoint it answers.
public enum Verdict: Sendable, Equatable {
  /// Done; the code is missing in some replies.
  case success(code: Int64?)
  /// A valid question without an answer: an empty range of candles.
  case noData
  /// Sent to the exchange without an acknowledgement: look in the order book, never send again.
  case unacknowledged
  /// The counter order of an exit is placed and not filled yet.
  case exitUnfilled
  /// There was nothing to exit.
  case nothingToExit
  /// The broker or the exchange rejected the order.
  case orderRejected(message: String)
  /// The broker refused the call and nothing happened.
  case refused(code: Int64, message: String)
  /// The token is not accepted any more.
  case tokenDead(code: Int64)
  /// Too many calls; nothing happened. The wait is as told, nil when the broker told none.
  case rateLimited(waitNanoseconds: Int64?)
  /// Nobody knows whether the call took effect: an unreadable reply or trouble behind the gateway.
  case unclear(reason: String)
}

/// The broker's result codes that decide what happens next (FYERS.md, section 3).
enum BrokerCode {
  /// The token is expired, invalid, or was not accepted.
  static let deadToken: Set<Int64> = [-8, -15, -16, -17]
  /// Too many calls; the second number is the older interface's.
  static let rateLimited: Set<Int64> = [-429, -353]
  /// Sent, but not acknowledged.
  static let unacknowledged: Int64 = 201
  /// An order was rejected.
  static let rejected: Int64 = -99
  /// Nothing to exit, when an exit is answered; an invalid app id elsewhere.
  ///
  /// With it the position codes of the older interface: quantity zero, no open positions, no
  /// pending orders.
  static let nothingToExit: Set<Int64> = [-352, -397, -398, -399]
  /// Trouble behind the gateway: whether the order arrived is unknown.
  static let unclear: Set<Int64> = [-96, -201, -202, -204, -205, -329]
}

/// The wait that a 429 reply tells in its headers.
enum RetryAfter {
  /// The longest wait believed: one hour.
  static let longestNanoseconds: Int64 = 3_600_000_000_000

  /// The wait in nanoseconds: the longer of `Retry-After` (whole seconds) and `X-Retry-After-Ms`.
  ///
  /// Nil when neither is a number; the date form of `Retry-After` is not used by this broker.
  static func nanoseconds(_ headers: [HTTPCall.Header]) -> Int64? {
    var longest: Int64?
    for header in headers {
      let unit: Int64
      switch header.name.lowercased() {
      case "retry-after": unit = 1_000_000_000
      case "x-retry-after-ms": unit = 1_000_000
      default: continue
      }
      guard let count = Int64(header.value), count >= 0 else { continue }
      let (wait, overflow) = count.multipliedReportingOverflow(by: unit)
      longest = max(longest ?? 0, overflow ? longestNanoseconds : min(wait, longestNanoseconds))
    }
    return longest
  }
}

/// The `Date` header of HTTP (RFC 9110, section 5.6.7), by which the machine's clock is checked.
enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Reads `Mon, 05 Oct 2026 04:30:00 GMT`; nil for anything else.
  static func parse(_ text: String) -> EventTime? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), let year = Int(parts[3]),
      let month = months.firstIndex(of: String(parts[2])),
      let date = CivilDate(year: year, month: month + 1, day: day), (1970...2200).contains(year)
    else { return nil }
    let clock = parts[4].split(separator: ":").compactMap { Int64($0) }
    guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]),
      (0...60).contains(clock[2])
    else { return nil }
    let second = clock[0] * 3_600 + clock[1] * 60 + clock[2]
    return EventTime(milliseconds: (date.dayNumber * 86_400 + second) * 1_000)
  }
}
