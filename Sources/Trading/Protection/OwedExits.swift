import Market

/// Exits that the engine owes and has not sent, or that ended without a fill: by symbol, in the order in
/// which they came to be owed.
struct OwedExits: Codable, Sendable {
  /// One exit.
  struct Exit: Codable, Sendable {
    /// Why, pooled.
    let reason: TextPool.Index
    /// Units; `Int64.max`: all that is held.
    var units: Int64
    /// Where its level was set, pooled.
    let source: TextPool.Index
    /// The text of a rule, pooled.
    let detail: TextPool.Index
  }

  private var exits: [[Exit]] = []
  /// How many are owed, of all symbols.
  private(set) var count = 0

  /// Makes room for the next symbol.
  mutating func addSymbol() { exits.append([]) }

  /// How many symbols there are.
  var places: Int { exits.count }

  /// Whether something is owed of a symbol.
  func isOwed(_ place: Int) -> Bool { count > 0 && !exits[place].isEmpty }

  /// Owes an exit; those of one reason are one.
  mutating func add(_ exit: Exit, of place: Int) {
    guard let known = exits[place].firstIndex(where: { $0.reason == exit.reason }) else {
      exits[place].append(exit)
      count += 1
      return
    }
    let (sum, overflow) = exits[place][known].units.addingReportingOverflow(exit.units)
    exits[place][known].units = overflow ? .max : sum
  }

  /// Takes what is owed of a symbol; whoever takes it sends it or adds it again.
  mutating func take(_ place: Int) -> [Exit] {
    guard isOwed(place) else { return [] }
    count -= exits[place].count
    defer { exits[place] = [] }
    return exits[place]
  }

  /// Forgets what is owed for one reason, of all symbols.
  mutating func withdraw(_ reason: TextPool.Index) {
    guard count > 0 else { return }
    for place in exits.indices {
      exits[place].removeAll { $0.reason == reason }
    }
    count = exits.reduce(0) { $0 + $1.count }
  }
}
