import Market
import Money
import Trading

extension WalletEntry: TableEntry {
  static var table: JournalTable { .wallets }

  func write(to row: inout CellWriter) {
    row.add(script)
    row.add(cause)
    row.add(order)
    row.add(change)
    row.add(wallet)
    row.add(realized)
    row.add(commission)
    row.add(cost)
  }

  init(_ row: inout CellReader) throws(JournalError) {
    self.init(
      script: try row.int(), cause: try row.text(), order: try row.optionalInteger(),
      change: try row.amount(), wallet: try row.amount(), realized: try row.amount(),
      commission: try row.amount(), cost: try row.amount())
  }
}

extension PositionEntry: TableEntry {
  static var table: JournalTable { .positions }

  func write(to row: inout CellWriter) {
    row.add(script)
    row.add(symbol)
    row.add(quantity)
    row.add(cost)
    row.add(realized)
    row.add(trip)
    row.add(openedAt)
    row.add(product.rawValue)
    row.add(tag)
  }

  init(_ row: inout CellReader) throws(JournalError) {
    self.init(
      script: try row.int(), symbol: try row.text(), quantity: try row.integer(),
      cost: try row.amount(), realized: try row.amount(), trip: try row.integer(),
      openedAt: try row.time(), product: try row.word(Product.init(rawValue:)),
      tag: try row.text())
  }
}

/// The targets are rows of their own, and are added by whoever reads it.
extension ProtectionEntry: TableEntry {
  static var table: JournalTable { .protections }

  func write(to row: inout CellWriter) {
    row.add(script)
    row.add(symbol)
    row.add(stop)
    row.add(stopKind)
    row.add(stopSource)
    row.add(timeExit)
    row.add(rule)
    row.add(arguments)
    row.add(answer)
  }

  init(_ row: inout CellReader) throws(JournalError) {
    self.init(
      script: try row.int(), symbol: try row.text(), stop: try row.optionalPrice(),
      stopKind: try row.text(), stopSource: try row.text(), timeExit: try row.optionalTime(),
      rule: try row.text(), arguments: try row.bytes(), answer: try row.text())
  }
}

/// A target as its row has it.
struct TargetRow: TableEntry {
  static var table: JournalTable { .targets }
  /// The number of the protection's entry.
  var protection: Int64
  var target: ProtectionEntry.Target

  init(protection: Int64, target: ProtectionEntry.Target) {
    self.protection = protection
    self.target = target
  }

  func write(to row: inout CellWriter) {
    row.add(protection)
    row.add(target.price)
    row.add(target.quantity)
  }

  init(_ row: inout CellReader) throws(JournalError) {
    protection = try row.integer()
    target = ProtectionEntry.Target(price: try row.price(), quantity: try row.integer())
  }
}
