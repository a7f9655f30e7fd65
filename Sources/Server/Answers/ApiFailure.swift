import HTTPTypes

/// Why a request was not done, in the shape every client can read.
struct ApiFailure: Error, Sendable, Equatable {
  /// The status of the answer.
  var status: HTTPResponse.Status
  /// A word for programs: `FUNDS`, `NOT_FOUND`.
  var code: String
  /// A sentence for people, without the cross in front; it holds nothing of the server's insides.
  var message: String
  /// Headers besides the usual ones.
  var headers: HTTPFields = [:]

  /// A failure from its parts.
  init(
    _ status: HTTPResponse.Status, _ code: String, _ message: String, headers: HTTPFields = [:]
  ) {
    self.status = status
    self.code = code
    self.message = message
    self.headers = headers
  }

  /// The body or a field of it cannot be read.
  static func malformed(_ message: String) -> ApiFailure {
    ApiFailure(.badRequest, "BAD_REQUEST", message)
  }

  /// The request was not sent within its time.
  static let tooSlow = ApiFailure(
    .requestTimeout, "REQUEST_TIMEOUT", "The request took too long to arrive")

  /// The head is too long.
  static func headTooLarge(limit: Int) -> ApiFailure {
    ApiFailure(
      .requestHeaderFieldsTooLarge, "HEADERS_TOO_LARGE",
      "Expected at most \(limit) bytes of request line and headers")
  }

  /// The body is too long.
  static func bodyTooLarge(limit: Int) -> ApiFailure {
    ApiFailure(
      .contentTooLarge, "PAYLOAD_TOO_LARGE", "Expected at most \(limit) bytes of body")
  }

  /// Too many of something at a time.
  static func tooMany(_ message: String) -> ApiFailure {
    ApiFailure(.tooManyRequests, "RATE_LIMIT", message, headers: [.retryAfter: "1"])
  }
}
