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

/// Seeded scatter for waits (SplitMix64, Steele, Lea and Flood 2014), so that a run can be repeated
/// and many clients do not come back at the same moment.
struct Jitter: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A wait between a half and the whole of the given one.
  mutating func scattered(_ nanoseconds: Int64) -> Int64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    mixed ^= mixed >> 31
    let half = max(nanoseconds, 0) / 2
    return half + Int64(mixed % UInt64(half + 1))
  }
}
