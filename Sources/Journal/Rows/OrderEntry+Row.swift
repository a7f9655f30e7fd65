import Market
import Money
import Trading

extension OrderEntry: TableEntry {
  static var table: JournalTable { .orders }

  func write(to row: inout CellWriter) {
    row.add(script)
    row.add(number)
    row.add(side.text)
    row.add(symbol)
    row.add(quantity)
    row.add(type.text)
    row.add(price)
    row.add(trigger)
    row.add(product.rawValue)
    row.add(validity)
    row.add(isEntry)
    row.add(reason)
    row.add(tag)
    row.add(source)
  }

  init(_ row: inout CellReader) throws(JournalError) {
    self.init(
      script: try row.int(), number: try row.integer(), side: try row.word(OrderSide.init(word:)),
      symbol: try row.text(), quantity: try row.integer(),
      type: try row.word(OrderType.init(text:)), price: try row.optionalPrice(),
      trigger: try row.optionalPrice(), product: try row.word(Product.init(rawValue:)),
      validity: try row.text(), isEntry: try row.flag(), reason: try row.text(),
      tag: try row.text(), source: try row.text())
  }
}

extension OrderChangeEntry: TableEntry {
  static var table: JournalTable { .orderChanges }

  func write(to row: inout CellWriter) {
    row.add(number)
    row.add(status.text)
    row.add(filled)
    row.add(quantity)
    row.add(price)
    row.add(trigger)
    row.add(reason)
    row.add(detail)
    row.add(brokerID)
  }

  init(_ row: inout CellReader) throws(JournalError) {
    self.init(
      number: try row.integer(), status: try row.word(OrderStatus.init(word:)),
      filled: try row.integer(), quantity: try row.integer(), price: try row.optionalPrice(),
      trigger: try row.optionalPrice(), reason: try row.text(), detail: try row.text(),
      brokerID: try row.text())
  }
}

/// The charges of a fill are rows of their own, and are added by whoever reads it.
extension FillEntry: TableEntry {
  static var table: JournalTable { .fills }

  func write(to row: inout CellWriter) {
    row.add(script)
    row.add(number)
    row.add(side.text)
    row.add(symbol)
    row.add(quantity)
    row.add(price)
    row.add(realized)
    row.add(tradeID)
  }

  init(_ row: inout CellReader) throws(JournalError) {
    self.init(
      script: try row.int(), number: try row.integer(), side: try row.word(OrderSide.init(word:)),
      symbol: try row.text(), quantity: try row.integer(), price: try row.price(),
      realized: try row.amount(), tradeID: try row.text(), charges: [])
  }
}

extension DenialEntry: TableEntry {
  static var table: JournalTable { .denials }

  func write(to row: inout CellWriter) {
    row.add(script)
    row.add(reason.rawValue)
    row.add(detail)
    row.add(side?.text)
    row.add(symbol)
    row.add(quantity)
    row.add(source)
  }

  init(_ row: inout CellReader) throws(JournalError) {
    self.init(
      script: try row.int(), reason: try row.word(DenialReason.init(rawValue:)),
      detail: try row.text(),
      side: try row.optionalText().flatMap { OrderSide(word: $0) }, symbol: try row.text(),
      quantity: try row.optionalInteger(), source: try row.text())
  }
}

/// A charge as its row has it.
struct ChargeRow: TableEntry {
  static var table: JournalTable { .charges }
  /// The number of the fill's entry.
  var fill: Int64
  var charge: FillEntry.Charge

  init(fill: Int64, charge: FillEntry.Charge) {
    self.fill = fill
    self.charge = charge
  }

  func write(to row: inout CellWriter) {
    row.add(fill)
    row.add(charge.name)
    row.add(charge.amount)
  }

  init(_ row: inout CellReader) throws(JournalError) {
    fill = try row.integer()
    charge = FillEntry.Charge(name: try row.text(), amount: try row.amount())
  }
}

extension OrderSide {
  /// The side a word of reports names.
  init?(word: String) {
    guard let side = OrderSide.allCases.first(where: { $0.text == word }) else { return nil }
    self = side
  }
}

extension OrderStatus {
  /// The status a word of reports names.
  init?(word: String) {
    guard let status = OrderStatus.allCases.first(where: { $0.text == word }) else { return nil }
    self = status
  }
}
