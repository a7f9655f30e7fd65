import HTTPTypes
import Reporting

/// A complete answer.
struct ApiResponse: Sendable, Equatable {
  /// The status.
  var status: HTTPResponse.Status
  /// The headers that are not the same for every answer.
  var headers: HTTPFields
  /// The body.
  var body: [UInt8]

  /// An answer from its parts.
  init(_ status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], type: String, body: [UInt8])
  {
    self.status = status
    self.headers = headers
    self.headers[.contentType] = type
    self.body = body
  }

  /// An answer of one JSON object.
  static func json(
    _ status: HTTPResponse.Status = .ok, headers: HTTPFields = [:],
    _ write: (inout JSONWriter) -> Void
  ) -> ApiResponse {
    var json = JSONWriter()
    json.beginObject(layout: .inline)
    write(&json)
    json.end()
    return ApiResponse(status, headers: headers, type: "application/json", body: json.take())
  }

  /// The answer to a failure: `success`, `message` and `code`.
  static func failure(_ failure: ApiFailure) -> ApiResponse {
    json(failure.status, headers: failure.headers) { json in
      json.field("success", false)
      json.field("message", "❌ " + failure.message)
      json.field("code", failure.code)
    }
  }

  /// All headers, the ones every answer has included.
  ///
  /// No page of another origin may read an answer, frame it, guess its type or keep it.
  var allHeaders: HTTPFields {
    var all = Self.commonHeaders
    for field in headers { all[field.name] = field.value }
    all[.contentLength] = String(body.count)
    return all
  }

  /// The headers of every answer.
  static let commonHeaders: HTTPFields = {
    var headers: HTTPFields = [
      .cacheControl: "no-store",
      .contentSecurityPolicy: "default-src 'self'; frame-ancestors 'none'; base-uri 'none'",
      .xContentTypeOptions: "nosniff",
    ]
    for (name, value) in [
      ("X-Frame-Options", "DENY"), ("Referrer-Policy", "no-referrer"),
      ("Cross-Origin-Resource-Policy", "same-origin"),
    ] {
      if let name = HTTPField.Name(name) { headers[name] = value }
    }
    return headers
  }()
}

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
