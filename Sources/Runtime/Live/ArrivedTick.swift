import Market

/// A tick as it came off the wire.
struct ArrivedTick: Sendable {
  /// The tick; its time is when it was received.
  var tick: Tick
  /// When the exchange sent it; nil when the server did not say.
  var exchangeTime: EventTime?
  /// Nanoseconds of the monotonic clock when the bytes were read.
  var readAt: Int64
}
