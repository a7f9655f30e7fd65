/// How a run of ticks ended.
public struct TickRun: Sendable {
  /// How many ticks were done, at least one.
  public var count: Int
  /// How the callback of the last one ended.
  public var outcome: CallOutcome

  /// An end.
  public init(count: Int, outcome: CallOutcome) {
    self.count = count
    self.outcome = outcome
  }
}
