/// The ticks of one message of a live feed.
public struct FeedBatch: Sendable, Equatable {
  /// The ticks, in the order of the message; their times never run backwards.
  public let ticks: [FeedTick]
  /// When the message was read from its socket, before it was decoded: nanoseconds of
  /// `CLOCK_MONOTONIC`, to measure how long what follows takes.
  public let arrivedAt: Int64

  /// A batch.
  public init(ticks: [FeedTick], arrivedAt: Int64) {
    self.ticks = ticks
    self.arrivedAt = arrivedAt
  }
}
