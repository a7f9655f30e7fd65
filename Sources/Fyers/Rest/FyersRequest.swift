public import WireText

/// One call of the broker's REST interface, before it is addressed and signed.
public struct FyersRequest: Sendable, Equatable {
  /// One pair of a query.
  public struct Parameter: Sendable, Equatable {
    /// The name.
    public let name: String
    /// The value, not yet escaped.
    public let value: String

    /// A pair.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// What is called.
  public let endpoint: Endpoint
  /// The query, in order.
  public let query: [Parameter]
  /// The body; nil for none.
  public let body: JSONValue?
  /// How the call ranks in the throttle; by itself the endpoint's rank.
  public var urgency: Urgency

  /// A call.
  public init(_ endpoint: Endpoint, query: [Parameter] = [], body: JSONValue? = nil) {
    self.endpoint = endpoint
    self.query = query
    self.body = body
    self.urgency = endpoint.urgency
  }

  /// The query as it is sent: `a=1&b=x%3Ay`; empty when there is none.
  public var queryText: String {
    query.map { "\(QueryText.escaped($0.name))=\(QueryText.escaped($0.value))" }
      .joined(separator: "&")
  }

  /// The body as it is sent; empty when there is none.
  public var bodyText: String { body?.pythonText ?? "" }

  /// The same call with another rank, for reads that find out what became of an order.
  public func ranked(_ urgency: Urgency) -> FyersRequest {
    var copy = self
    copy.urgency = urgency
    return copy
  }
}

extension FyersRequest: CustomStringConvertible, CustomReflectable {
  /// The endpoint; bodies and queries may hold codes.
  public var description: String { "\(endpoint.verb.rawValue) \(endpoint.path)" }
  /// A mirror that shows what ``description`` shows.
  public var customMirror: Mirror { Mirror(self, children: ["endpoint": description]) }
}
