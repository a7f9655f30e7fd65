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
