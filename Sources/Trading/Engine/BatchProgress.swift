/// How far a batch of ticks has been processed, and what is known of those that come next.
public struct BatchProgress: Sendable {
  /// Ticks processed so far.
  public private(set) var done: Int
  /// Up to here the ticks may be of one run, and nothing is due before them.
  let alikeEnd: Int
  /// The moment of which that holds.
  let due: Int64

  /// The beginning of a batch.
  public init() { self.init(done: 0, alikeEnd: 0, due: Int64.min) }

  init(done: Int, alikeEnd: Int, due: Int64) {
    self.done = done
    self.alikeEnd = alikeEnd
    self.due = due
  }
}
