import Market
import Money

@testable import Trading

/// What must be true of a desk's books at any moment.
enum Books {
  /// What is not true of them.
  static func complaints(_ desk: Desk) -> [String] {
    var complaints: [String] = []
    let ledger = desk.ledger
    let profit = Int128(ledger.realized.micros) + Int128(ledger.unrealized.micros)
    let growth = Int128(ledger.portfolio.micros) - Int128(ledger.initial.micros)
    if profit != growth { complaints.append("profit \(profit) is not growth \(growth)") }
    // A charge of the whole value, rounded up to a paisa, may cost more than a sale brings.
    let mayOwe =
      desk.declaration.allowsShort || desk.settings.charges.commission.nanos == 1_000_000_000
    if !mayOwe, ledger.wallet < .zero {
      complaints.append("wallet \(ledger.wallet)")
    }
    complaints += holds(desk)
    let holdings = desk.book.holdings
    for (place, holding) in holdings.enumerated() where !holding.position.isOpen {
      if holding.position.cost != .zero || holding.position.worth != .zero {
        complaints.append("a flat position has cost \(holding.position.cost)")
      }
      let set = desk.protection.sets[place]
      if set.stop != nil || !set.targets.isEmpty {
        complaints.append("a flat position has protection")
      }
      if desk.owed.isOwed(place) { complaints.append("an exit of a flat position is owed") }
    }
    if desk.book.openPositions != holdings.count(where: { $0.position.isOpen }) {
      complaints.append("\(desk.book.openPositions) open positions are counted")
    }
    return complaints
  }

  /// Cash and units held are those of the orders that hold them.
  private static func holds(_ desk: Desk) -> [String] {
    var cash: Int128 = 0
    var entries = desk.book.holdings.map { _ in Int128(0) }
    var exits = entries
    var orders = desk.orders.working
    for case .order(let order) in desk.script.staged { orders.append(WorkingOrder(order)) }
    for order in orders {
      let place = order.instrument.position
      if order.isEntry {
        cash += Int128(order.hold.micros)
        entries[place] += Int128(order.heldUnits)
      } else if order.holdsQuantity {
        exits[place] += Int128(order.heldUnits)
      }
    }
    var complaints: [String] = []
    if cash != Int128(desk.orders.heldCash) {
      complaints.append("held cash \(desk.orders.heldCash), not \(cash)")
    }
    for (place, load) in desk.orders.loads.enumerated() {
      if exits[place] != Int128(load.exits) || entries[place] != Int128(load.entries) {
        complaints.append("symbol \(place) holds \(load.exits) and \(load.entries)")
      }
      if load.exits > desk.book.holdings[place].position.size {
        complaints.append("symbol \(place): more is on its way out than is held")
      }
      let working = desk.orders.working.count { $0.instrument.position == place }
      if working != load.working { complaints.append("symbol \(place): working orders") }
    }
    if zip(desk.orders.working, desk.orders.working.dropFirst()).contains(where: {
      $0.index >= $1.index
    }) {
      complaints.append("working orders are not in order of id")
    }
    return complaints
  }
}
