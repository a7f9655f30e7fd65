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
