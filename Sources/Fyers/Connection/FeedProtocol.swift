import Glibc
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
  mutating func receive(_ message: SocketMessage, at time: ReceiptTime) -> Reception<Output>
}

/// A whole WebSocket message, either way.
public enum SocketMessage: Sendable, Equatable {
  /// A binary message.
  case binary([UInt8])
  /// A text message.
  case text(String)
}

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

/// What a message means for the connection it came on.
public enum Arrival: Sendable, Equatable {
  /// An acknowledgement, a pong, anything that is no market data.
  case control
  /// The server took the sign-in.
  case ready
  /// Market data.
  case data
  /// It could not be read.
  case malformed
  /// The server refused the sign-in, but not in words that only a bad token can bring about: a call
  /// has to find out.
  case doubtful(code: Int64)
  /// The server refused the token.
  case refused(code: Int64)
}

/// When a message was read from its socket.
public struct ReceiptTime: Sendable, Equatable {
  /// The session's time; never set back.
  public let event: EventTime
  /// Nanoseconds of `CLOCK_MONOTONIC`, for measuring only.
  public let monotonicNanoseconds: Int64

  /// A time of reception.
  public init(event: EventTime, monotonicNanoseconds: Int64) {
    self.event = event
    self.monotonicNanoseconds = monotonicNanoseconds
  }

  /// Now, by the session's clock and the machine's.
  static func now(_ clock: any EventClock) -> ReceiptTime {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return ReceiptTime(
      event: clock.now(),
      monotonicNanoseconds: Int64(time.tv_sec) * EventTime.nanosecondsPerSecond
        + Int64(time.tv_nsec))
  }
}
