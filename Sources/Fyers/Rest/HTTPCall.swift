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

/// The request methods the broker's interface uses.
public enum HTTPVerb: String, Sendable {
  /// Reads.
  case get = "GET"
  /// Creates.
  case post = "POST"
  /// Replaces.
  case put = "PUT"
  /// Changes.
  case patch = "PATCH"
  /// Removes; it carries a body here.
  case delete = "DELETE"
}

/// What an HTTP server answered.
public struct HTTPAnswer: Sendable {
  /// The status.
  public let status: Int
  /// The headers, in order.
  public let headers: [HTTPCall.Header]
  /// The body.
  public let body: [UInt8]

  /// An answer.
  public init(status: Int, headers: [HTTPCall.Header] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

extension FyersRequest {
  /// The request as it goes out, with the headers the official client sends.
  ///
  /// - Parameters:
  ///   - endpoints: Where the broker is.
  ///   - token: The access token; nil only for calls that need none.
  /// - Returns: The HTTP request.
  public func call(to endpoints: FyersEndpoints, token: AccessToken?) -> HTTPCall {
    let authorization: Secret? =
      switch endpoint.authorization {
      case .appAndToken: token?.header
      case .tokenOnly: token?.jwt
      case .none: nil
      }
    var headers = [HTTPCall.Header(name: "Content-Type", value: "application/json")]
    if endpoint == .depthSocketAddress { headers = [] }
    if endpoint.sendsVersion { headers.append(HTTPCall.Header(name: "version", value: "3")) }
    return HTTPCall(
      verb: endpoint.verb, address: endpoints.address(of: endpoint.base) + endpoint.path,
      query: queryText, authorization: authorization, headers: headers,
      body: body.map { Secret($0.pythonText) })
  }
}
