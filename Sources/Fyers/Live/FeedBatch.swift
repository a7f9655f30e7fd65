/// Ticks of a live feed that came together: of one message, or of several that were read in one go.
public struct FeedBatch: Sendable, Equatable {
  /// The ticks, in the order of the messages; their times never run backwards.
  public let ticks: [FeedTick]

  /// A batch.
  public init(ticks: [FeedTick]) { self.ticks = ticks }

  /// Delivers the ticks among some outputs in as few batches as the order of all allows.
  ///
  /// - Parameters:
  ///   - outputs: What was read, in order.
  ///   - deliver: Takes each batch.
  ///   - ticks: The ticks of an output; nil for one that is something else.
  ///   - tell: Takes what is something else, after the ticks before it and before those behind it.
  static func gather<Output>(
    _ outputs: [Output], deliver: (FeedBatch) -> Void, ticks: (Output) -> [FeedTick]?,
    tell: (Output) -> Void
  ) {
    var batch: [FeedTick] = []
    func handOver() {
      guard !batch.isEmpty else { return }
      deliver(FeedBatch(ticks: batch))
      batch = []
    }
    for output in outputs {
      if let more = ticks(output) {
        batch += more
      } else {
        handOver()
        tell(output)
      }
    }
    handOver()
  }
}
