/// One HTTP request, read.
struct RestCall: Sendable {
  let method: String
  let path: String
  let parameters: [(name: String, value: String)]
  /// The `Authorization` header; empty when there is none.
  var authorization = ""
  /// The `Accept` header.
  var accept = ""
  var body: [UInt8] = []
  /// The host and port the client asked for, `127.0.0.1:9000`.
  var host = "127.0.0.1"

  /// A request; nil when its target cannot be read.
  init?(method: String, target: String) {
    guard let (path, parameters) = QueryText.split(target) else { return nil }
    self.method = method
    // Trailing slashes are forgiven (FYERS.md §13.20).
    var trimmed = Substring(path)
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed = trimmed.dropLast() }
    self.path = String(trimmed)
    self.parameters = parameters
  }

  /// A parameter of the query; the last one of a repeated name.
  func parameter(_ name: String) -> String? { parameters.last { $0.name == name }?.value }

  /// The body as JSON; nil when it is none.
  var json: Json? { JsonParser.parse(body) }
}

/// One HTTP answer.
struct RestReply: Equatable, Sendable {
  /// A header line.
  struct Header: Equatable, Sendable {
    let name: String
    let value: String
  }

  var status = 200
  var headers: [Header] = []
  var body: [UInt8] = []
  var contentType = "application/json"
  /// Whether it is never sent: the caller waits and learns nothing.
  var isWithheld = false

  /// A JSON answer.
  static func json(_ value: Json, status: Int = 200) -> RestReply {
    RestReply(status: status, body: value.bytes)
  }

  /// A success with a code, a message and more.
  static func ok(
    _ members: KeyValuePairs<String, Json> = [:], code: Int = 200, message: String = ""
  )
    -> RestReply
  {
    let head = Json.of([
      "s": .string("ok"), "code": .int(code), "message": .string(message),
    ])
    return .json(.object((head.members ?? []) + (Json.of(members).members ?? [])))
  }

  /// A refusal.
  static func refusal(_ refusal: Refusal) -> RestReply {
    .json(refusal.json, status: refusal.status)
  }

  /// A text page.
  static func page(_ html: String) -> RestReply {
    RestReply(body: Array(html.utf8), contentType: "text/html; charset=utf-8")
  }
}

/// Why the broker says no: an error code of FYERS.md §3 and its sentence.
struct Refusal: Error, Equatable, Sendable {
  let code: Int
  let message: String
  /// The HTTP status it travels with.
  var status = 400

  /// A bad parameter.
  static func badInput(_ message: String) -> Refusal { Refusal(code: -50, message: message) }

  /// A rejection by risk management or the exchange.
  static func rejected(_ message: String) -> Refusal {
    Refusal(code: -99, message: "RED:" + message)
  }

  /// A symbol that is not listed.
  static let invalidSymbol = Refusal(code: -300, message: "Invalid symbol provided")

  /// An order id that is not in the book.
  static let unknownOrder = Refusal(code: -51, message: "Please provide a valid order id")

  /// The reply's body.
  var json: Json {
    .of(["s": .string("error"), "code": .int(code), "message": .string(message)])
  }
}
