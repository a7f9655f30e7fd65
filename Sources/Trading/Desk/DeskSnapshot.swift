import Market

/// All that a desk knows between two events, as values; what it was set up with is not in it.
///
/// O(1) in the number of orders to take: what has not changed since is shared.
public struct DeskSnapshot: Codable, Sendable {
  /// The script's name.
  public let name: String
  /// The symbols, in the order of ids.
  public let symbols: [String]
  let book: Book
  let orders: Orders
  let texts: TextPool
  let denialLog: Denials
  let protection: Protection
  let owed: OwedExits
  let agenda: Agenda.State
  let exchange: PaperExchange?
  let allowance: Allowance
  let moment: Desk.Moment
  let ticks: Desk.Ticks
  let failure: ScriptFailure?
  let isScriptRunning: Bool
}

extension Desk {
  /// Takes a snapshot between two events.
  func snapshot() -> DeskSnapshot {
    precondition(
      script.isQuiet && outbox.effects.isEmpty && outbox.decisions.isEmpty,
      "a snapshot is taken between events, when all effects were carried out")
    return DeskSnapshot(
      name: declaration.name, symbols: gate.instruments.map(\.symbol), book: book, orders: orders,
      texts: texts, denialLog: denialLog, protection: protection, owed: owed, agenda: agenda.state,
      exchange: exchange, allowance: allowance, moment: moment, ticks: ticks,
      failure: script.failure, isScriptRunning: script.isRunning)
  }

  /// Whether a snapshot is of a desk set up like this one.
  func fits(_ snapshot: DeskSnapshot) -> Bool {
    snapshot.name == declaration.name && snapshot.symbols == gate.instruments.map(\.symbol)
      && (snapshot.exchange == nil) == (exchange == nil)
      && snapshot.book.holdings.count == gate.instruments.count
      && snapshot.book.holdings.map(\.isDeclared) == book.holdings.map(\.isDeclared)
      && snapshot.orders.loads.count == gate.instruments.count
      && snapshot.protection.sets.count == gate.instruments.count
      && snapshot.owed.places == gate.instruments.count
  }

  /// Goes on from a snapshot that fits.
  mutating func restore(_ snapshot: DeskSnapshot) {
    book = snapshot.book
    orders = snapshot.orders
    texts = snapshot.texts
    denialLog = snapshot.denialLog
    protection = snapshot.protection
    owed = snapshot.owed
    allowance = snapshot.allowance
    moment = snapshot.moment
    ticks = snapshot.ticks
    if let rested = snapshot.exchange { exchange?.takeOver(rested) }
    agenda.restore(snapshot.agenda, at: clock, bars: barBuilder())
    script.failure = snapshot.failure
    script.isRunning = snapshot.isScriptRunning
  }
}
