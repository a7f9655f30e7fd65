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
