import Market

/// The waits of a connection, in nanoseconds.
public struct SocketTimings: Sendable, Equatable {
  /// From the start of a connection to the end of its handshake.
  public var handshake: Int64 = 10 * EventTime.nanosecondsPerSecond
  /// From the end of the handshake to the server's yes to the sign-in.
  public var greeting: Int64 = 10 * EventTime.nanosecondsPerSecond
  /// Between two pings of the socket's own kind.
  public var ping: Int64 = 10 * EventTime.nanosecondsPerSecond
  /// Between two WebSocket pings.
  public var controlPing: Int64 = 30 * EventTime.nanosecondsPerSecond
  /// From a WebSocket ping to the first byte of anything.
  public var pong: Int64 = 10 * EventTime.nanosecondsPerSecond
  /// Age of the newest market data, while markets are active, at which it is stale.
  public var stale: Int64 = 5 * EventTime.nanosecondsPerSecond
  /// The age at which the connection is taken for dead.
  public var dead: Int64 = 15 * EventTime.nanosecondsPerSecond
  /// How long a connection must be up to make earlier failures forgotten.
  public var healthy: Int64 = 30 * EventTime.nanosecondsPerSecond
  /// The wait before the second retry; the first comes after a tenth of it, each later one after
  /// twice the wait before (`WEBSOCKET_RETRY_DELAY`).
  public var retry: Int64 = 5 * EventTime.nanosecondsPerSecond
  /// The longest wait between retries, and the longest patience with a quiet feed.
  public var longest: Int64 = 60 * EventTime.nanosecondsPerSecond
  /// Failures in a row after which people are told (`WEBSOCKET_RETRIES`); retrying goes on.
  public var reportedRetries = 5
  /// Unreadable messages in a row after which the connection is dropped.
  public var malformedLimit = 20

  /// The usual waits.
  public init() {}
}
