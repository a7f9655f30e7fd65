public import Market

/// What is spoken on one socket: the codec's side of a connection.
///
/// A value of this kind lives as long as the session; it keeps what is subscribed, so that
/// ``onOpen(token:)`` can say everything again after a reconnect. It is only used on the
/// connection's event loop, one call at a time.
public protocol FeedProtocol: Sendable {
  /// What is handed on: ticks, order updates, errors of the server.
  associatedtype Output: Sendable

  /// What the handshake carries in `Authorization`; none for the data socket, which stays mute
  /// with it.
  var authorization: Authorization { get }

  /// Whether the connection counts as ready once it is open, without an answer of the server.
  var isReadyWhenOpen: Bool { get }

  /// Whether silence while markets are active means that something is wrong.
  var expectsData: Bool { get }

  /// What keeps the connection alive on this socket's own level; nil for nothing.
  var pingMessage: SocketMessage? { get }

  /// What is said on a new connection: sign-in, mode, every subscription. State of the last
  /// connection is forgotten.
  ///
  /// - Parameter token: The token to sign in with.
  /// - Returns: The messages, in order.
  mutating func onOpen(token: AccessToken) -> [SocketMessage]

  /// Reads one message.
  ///
  /// - Parameters:
  ///   - message: What arrived.
  ///   - time: When.
  /// - Returns: What it means, what is handed on, and what is answered.
  mutating func receive(_ message: SocketMessage, at time: EventTime) -> Reception<Output>
}
