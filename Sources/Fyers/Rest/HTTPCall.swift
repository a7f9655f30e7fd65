/// One HTTP request as it goes out; it shows neither its query nor its secrets.
public struct HTTPCall: Sendable, CustomStringConvertible {
  /// A header that is no secret.
  public struct Header: Sendable, Equatable {
    /// The name.
    public let name: String
    /// The value.
    public let value: String

    /// A header.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The method.
  public let verb: HTTPVerb
  /// Scheme, host and path, without the query.
  public let address: String
  /// The query, escaped; empty when there is none.
  public let query: String
  /// The value of the `Authorization` header; nil for none.
  public let authorization: Secret?
  /// The other headers, in order.
  public let headers: [Header]
  /// The body; nil for none.
  ///
  /// It is hidden because login bodies hold codes.
  public let body: Secret?
  /// The largest reply taken, in bytes.
  public let replyLimit: Int

  /// The largest reply of an ordinary call: 4 MiB.
  public static let ordinaryReplyLimit = 4 << 20

  /// A request.
  public init(
    verb: HTTPVerb, address: String, query: String = "", authorization: Secret? = nil,
    headers: [Header] = [], body: Secret? = nil, replyLimit: Int = HTTPCall.ordinaryReplyLimit
  ) {
    self.verb = verb
    self.address = address
    self.query = query
    self.authorization = authorization
    self.headers = headers
    self.body = body
    self.replyLimit = replyLimit
  }

  /// Method and address; nothing that could be secret.
  public var description: String { "\(verb.rawValue) \(address)" }
}

extension HTTPCall: CustomReflectable {
  /// A mirror that shows what ``description`` shows.
  public var customMirror: Mirror { Mirror(self, children: ["call": description]) }
}
