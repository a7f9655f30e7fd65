public import Market
public import Money
public import Trading

/// One order that got an id, with its final status.
public struct OrderReport: Equatable, Sendable {
  /// `BUY-n` or `SELL-n`, where n counts the account's orders.
  public var orderID: String
  /// The instrument.
  public var symbol: String
  /// Which way it went.
  public var side: OrderSide
  /// Units filled.
  public var quantity: Int64
  /// The price of the fill; nil without one.
  public var executedPrice: Price?
  /// When it was filled, or reached its status.
  public var timestamp: EventTime
  /// What was charged.
  public var commission: Amount
  /// What it changed in the realized total.
  public var realizedPnL: Amount
  /// `pending`, `partial`, `executed`, `failed`, `cancelled` or `unknown`.
  public var status: String
  /// Why it was made: `script`, `stop_loss`, `rule:NAME` and so on.
  public var reason: String
  /// The script's own mark; empty without one.
  public var tag: String
  /// `file.lua:line` of the call that caused it; nil when no script did.
  public var source: String?

  /// An order from its parts.
  public init(
    orderID: String, symbol: String, side: OrderSide, quantity: Int64, executedPrice: Price?,
    timestamp: EventTime, commission: Amount, realizedPnL: Amount, status: String, reason: String,
    tag: String = "", source: String? = nil
  ) {
    self.orderID = orderID
    self.symbol = symbol
    self.side = side
    self.quantity = quantity
    self.executedPrice = executedPrice
    self.timestamp = timestamp
    self.commission = commission
    self.realizedPnL = realizedPnL
    self.status = status
    self.reason = reason
    self.tag = tag
    self.source = source
  }
}

extension OrderReport {
  /// An order of a desk as reports and the API show it.
  public init(_ order: Order, at desk: borrowing Desk) {
    let source = desk.texts[order.source]
    self.init(
      orderID: order.id, symbol: desk.instrument(order.instrument).symbol, side: order.side,
      quantity: order.filled, executedPrice: order.executedPrice, timestamp: order.time,
      commission: order.commission, realizedPnL: order.realized, status: order.status.text,
      reason: desk.texts[order.reason], tag: desk.texts[order.tag],
      source: source.isEmpty ? nil : source)
  }
}

extension Order {
  /// The mean price of what was filled, rounded half away from zero to a millionth; nil without a
  /// fill.
  var executedPrice: Price? {
    guard filled > 0 else { return nil }
    let exact = roundedHalfAway(Int128(value.micros), dividedBy: Int128(filled))
    return Price(micros: Int64(clamping: exact))
  }
}

/// The orders of one strategy, read from its desk when somebody asks for them.
///
/// A session may hold millions of orders. A report that prints eight of them makes eight rows, and
/// one that prints all of them never holds more than one.
public struct OrderTable: Sendable {
  /// The desk in one place: a table is copied for every row, and a desk counts some forty references.
  private final class Kept: Sendable {
    let desk: Desk
    init(_ desk: Desk) { self.desk = desk }
  }

  private let kept: Kept
  private var desk: Desk { _read { yield kept.desk } }

  /// The orders of a desk as they stand.
  public init(_ desk: Desk) { kept = Kept(desk) }

  /// How many orders there are.
  public var count: Int { desk.orders.count }

  /// The row of an order by its place, from 0, in the order of ids.
  public subscript(place: Int) -> OrderReport { OrderReport(desk.orders[place], at: desk) }

  /// An order as the desk keeps it.
  func order(_ place: Int) -> Order { desk.orders[place] }

  /// Takes orders that were read out of the way.
  func settle() { desk.orders.settle() }

  /// A text that orders refer to.
  func text(_ index: TextPool.Index) -> String { desk.texts[index] }

  /// The symbol of an order.
  func symbol(of order: Order) -> String { desk.instrument(order.instrument).symbol }
}

/// The orders of several tables in the order of the account's counter.
///
/// Each table is in that order already, so that nothing is gathered and sorted.
struct OrderMerge {
  /// Rows after which those that were read are taken out of the way.
  private static let settledRows = 32_768

  private let tables: [OrderTable]
  private var places: [Int]

  /// All orders of the tables, from the first on.
  init(_ tables: [OrderTable]) {
    self.tables = tables
    places = Array(repeating: 0, count: tables.count)
  }

  /// The next order and the place of its table; nil after the last.
  mutating func next() -> (table: Int, order: Order)? {
    var first: (table: Int, order: Order)?
    for table in tables.indices where places[table] < tables[table].count {
      let order = tables[table].order(places[table])
      if let known = first, known.order.number <= order.number { continue }
      first = (table, order)
    }
    guard let first else { return nil }
    places[first.table] += 1
    if places[first.table] % Self.settledRows == 0 { tables[first.table].settle() }
    return first
  }

  /// The rows of the last orders of tables, newest last.
  static func last(_ limit: Int, of tables: [OrderTable]) -> [OrderReport] {
    var ends = tables.map(\.count)
    var rows: [OrderReport] = []
    while rows.count < limit {
      let candidates = tables.indices.filter { ends[$0] > 0 }
      let newest = candidates.max {
        tables[$0].order(ends[$0] - 1).number < tables[$1].order(ends[$1] - 1).number
      }
      guard let newest else { break }
      ends[newest] -= 1
      rows.append(tables[newest][ends[newest]])
    }
    return rows.reversed()
  }
}
