/// The memory of scripts that run ahead of each other, kept from batch to batch.
///
/// Scripts that take turns tick by tick cost an entry into the interpreter each time. As they share
/// nothing but the numbers of orders, each may run through a batch until it asks for something; what
/// was asked is then carried out in the order of the ticks.
public struct AheadRun {
  var lanes: [Lane] = []
  var numbers: [Int64] = []
  /// Whether something was asked that cannot be right out of turn.
  var isLost = false

  /// No memory yet.
  public init() {}

  /// Prepares for a batch.
  mutating func begin(lanes count: Int, ticks: Int) {
    while lanes.count < count { lanes.append(Lane()) }
    if numbers.count < ticks {
      numbers.append(contentsOf: repeatElement(0, count: ticks - numbers.count))
    }
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
