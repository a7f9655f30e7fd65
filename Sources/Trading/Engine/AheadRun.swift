/// The memory of scripts that run ahead of each other, kept from batch to batch.
///
/// Scripts that take turns tick by tick cost an entry into the interpreter each time. As they share
/// nothing but the numbers of orders, each may run through a batch until it asks for something; what
/// was asked is then carried out in the order of the ticks.
public struct AheadRun {
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
    /// How many of its changes of value the account has taken.
    var counted = 0
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

  var lanes: [Lane] = []
  /// The number of each tick of the batch.
  var numbers: [Int64] = []
  /// Whether something was asked that cannot be right out of turn.
  var isLost = false
  /// By tick of the stretch, what it changes of the account's value, in millionths.
  var changes: [Int64] = []
  /// The number of the first tick of the stretch that the account has not counted.
  var uncounted: Int64 = 1
  /// The number of the first tick of the stretch.
  var firstNumber: Int64 = 1

  /// No memory yet.
  public init() {}

  /// Prepares for a batch.
  mutating func begin(lanes count: Int, ticks: Int) {
    while lanes.count < count { lanes.append(Lane()) }
    if numbers.count < ticks {
      numbers.append(contentsOf: repeatElement(0, count: ticks - numbers.count))
    }
  }

  /// Prepares for a stretch whose first tick of a declared symbol has this number.
  mutating func beginStretch(at number: Int64, ticks count: Int) {
    firstNumber = number
    uncounted = number
    if changes.count < count {
      changes.append(contentsOf: repeatElement(0, count: count - changes.count))
    }
    for lane in lanes.indices {
      lanes[lane].picks.removeAll(keepingCapacity: true)
      lanes[lane].done = 0
      lanes[lane].counted = 0
    }
  }

  /// The ticks that a script has yet to get.
  func rest(of number: Int) -> TickRun {
    let lane = lanes[number]
    return TickRun(lane.done..<lane.picks.count, ofPicks: lane.picks, numbers: numbers)
  }

  /// The script that stopped first; of several at one tick, the first of the command line.
  var first: Int? {
    var best: Int?
    var bestPlace = Int.max
    for number in lanes.indices {
      let place = lanes[number].stopPlace
      if place < bestPlace {
        best = number
        bestPlace = place
      }
    }
    return best
  }
}
