/// What one script has before it in a stretch of ticks, and how far it has come.
struct Lane {
  /// Where a script stopped.
  enum Stop {
    /// It has run the tick, and asked for something or failed.
    case asked(CallOutcome)
    /// The tick is to be taken in turn, because a position or an order looks at it first.
    case turn
  }

  /// The places of its ticks in the batch.
  var picks: [Int32] = []
  /// How many of them are done.
  var done = 0
  /// Why it went no further; nil: it has not stopped.
  var stop: Stop?

  /// The place of the tick it stopped at; `Int.max` when it did not.
  var stopPlace: Int {
    switch stop {
    case nil: .max
    case .asked: Int(picks[done - 1])
    case .turn: Int(picks[done])
    }
  }
}
