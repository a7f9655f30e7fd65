/// What became of one order call, as far as its reply tells.
public enum OrderReply: Sendable, Equatable {
  /// Accepted under this id.
  case accepted(id: String)
  /// A sliced order or one of several: the ids that were accepted, and for each of the others why
  /// not.
  case several([OrderReply])
  /// Rejected or refused: it is certain that no order works.
  case refused(code: Int64, message: String)
  /// Nobody knows: the order and trade books must be asked by tag. Never send again.
  case unknown(reason: String)

  /// Reads the reply to a placement, modification or cancellation.
  public init(_ reply: FyersReply) {
    switch reply.verdict {
    case .success: self = Self.success(reply)
    case .unacknowledged, .exitUnfilled: self = .unknown(reason: "sent without acknowledgement")
    case .nothingToExit: self = .refused(code: reply.code ?? 0, message: reply.message)
    case .orderRejected(let message):
      self = .refused(code: BrokerCode.rejected, message: message)
    case .refused(let code, let message): self = .refused(code: code, message: message)
    case .tokenDead(let code): self = .refused(code: code, message: "token not accepted")
    case .rateLimited: self = .refused(code: -429, message: "rate limited")
    case .unclear(let reason): self = .unknown(reason: reason)
    case .noData: self = .unknown(reason: "no data")
    }
  }

  private static func success(_ reply: FyersReply) -> OrderReply {
    if let rows = reply["data"]?.array {
      return .several(rows.map { inner($0, endpoint: reply.endpoint) })
    }
    if let id = reply["id"]?.text, !id.isEmpty { return .accepted(id: id) }
    return .unknown(reason: "accepted without an id")
  }

  /// One element of a multi-order reply; the outer ok says nothing about it.
  private static func inner(_ row: JSONValue, endpoint: Endpoint) -> OrderReply {
    guard let body = row["body"] else { return .unknown(reason: "a row without a body") }
    let status = row["statusCode"]?.int64.flatMap { Int(exactly: $0) } ?? 200
    let answer = HTTPAnswer(status: status, body: Array(body.pythonText.utf8))
    return OrderReply(FyersReply(endpoint: endpoint, answer: answer))
  }
}
