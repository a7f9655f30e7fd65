/// What one message of a socket came to.
public struct Reception<Output: Sendable>: Sendable {
  /// What it means for the connection.
  public var arrival: Arrival
  /// What is handed on, in order.
  public var outputs: [Output]
  /// What is answered, in order.
  public var replies: [SocketMessage]

  /// The outcome of a message.
  public init(_ arrival: Arrival, outputs: [Output] = [], replies: [SocketMessage] = []) {
    self.arrival = arrival
    self.outputs = outputs
    self.replies = replies
  }
}
