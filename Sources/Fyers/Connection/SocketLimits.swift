/// The bounds of what a socket may send and what may wait to be sent.
public struct SocketLimits: Sendable, Equatable {
  /// The largest frame taken, in bytes.
  public var frame = 1 << 20
  /// The largest message put together from frames, in bytes.
  public var message = 4 << 20
  /// The most frames of one message.
  public var framesOfMessage = 256
  /// What may wait to be sent before the other side counts as one that does not read, in bytes.
  public var outbound = 1 << 20
  /// How long the other side may take to close after our goodbye, in nanoseconds.
  public var goodbyeNanoseconds: Int64 = 2_000_000_000

  /// The usual bounds.
  public init() {}
}
