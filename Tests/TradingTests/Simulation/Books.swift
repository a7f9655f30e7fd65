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
    let mayOwe = desk.declaration.allowsShort || desk.settings.commissionRate.nanos == 1_000_000_000
    if !mayOwe, ledger.wallet < .zero {
      complaints.append("wallet \(ledger.wallet)")
    }
    complaints += holds(desk)
    for slot in desk.slots where !slot.position.isOpen {
      if slot.position.cost != .zero || slot.position.worth != .zero {
        complaints.append("a flat position has cost \(slot.position.cost)")
      }
      if slot.protection.stop != nil || !slot.protection.targets.isEmpty {
        complaints.append("a flat position has protection")
      }
    }
    if desk.openPositions != desk.slots.count(where: { $0.position.isOpen }) {
      complaints.append("\(desk.openPositions) open positions are counted")
    }
    return complaints
  }

  /// Cash and units held are those of the orders that hold them.
  private static func holds(_ desk: Desk) -> [String] {
    var cash: Int128 = 0
    var entries = desk.slots.map { _ in Int128(0) }
    var exits = entries
    var orders = desk.working
    for case .order(let order) in desk.staged { orders.append(order) }
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
    if cash != Int128(desk.heldCash) {
      complaints.append("held cash \(desk.heldCash), not \(cash)")
    }
    for (place, slot) in desk.slots.enumerated() {
      if exits[place] != Int128(slot.heldForExits) || entries[place] != Int128(slot.pendingEntries)
      {
        complaints.append("symbol \(place) holds \(slot.heldForExits) and \(slot.pendingEntries)")
      }
      if slot.heldForExits > slot.position.size {
        complaints.append("symbol \(place): more is on its way out than is held")
      }
      let working = desk.working.count { $0.instrument.position == place }
      if working != slot.workingCount { complaints.append("symbol \(place): working orders") }
    }
    if zip(desk.working, desk.working.dropFirst()).contains(where: { $0.index >= $1.index }) {
      complaints.append("working orders are not in order of id")
    }
    return complaints
  }
}
