import Journal
import Market
import Money
import Reporting
import Trading

/// Orders of a journal, for people and for programs, written page by page.
struct JournalOrderList {
  private let isJSON: Bool
  private var json = JSONWriter()
  private var lines: [String] = []

  /// None yet.
  init(isJSON: Bool) { self.isJSON = isJSON }

  /// What comes before the first.
  mutating func begin() -> [UInt8] {
    guard !isJSON else {
      json.beginArray(layout: .lines)
      return []
    }
    return Array((Self.row("ID", "TIME", "STATUS", "FILLED", "SYMBOL", "PRICE", "WHY") + "\n").utf8)
  }

  /// Takes the next order with its fills.
  mutating func add(_ order: OrderRecord, _ fills: [JournalRecord<FillEntry>]) {
    if isJSON { addObject(order, fills) } else { addLine(order, fills) }
  }

  /// What was added since the last time.
  mutating func take() -> [UInt8] {
    guard !isJSON else { return json.take() }
    defer { lines = [] }
    return Array(lines.reduce(into: "") { $0 += $1 + "\n" }.utf8)
  }

  /// What comes behind the last.
  mutating func end() -> [UInt8] {
    guard isJSON else { return take() }
    json.end()
    return json.take()
  }

  private mutating func addLine(_ order: OrderRecord, _ fills: [JournalRecord<FillEntry>]) {
    let entry = order.order.entry
    let prices = fills.map { "\($0.entry.quantity) @ \($0.entry.price.rupeeText)" }
    let why = order.changes.last.map(\.entry.reason) ?? ""
    lines.append(
      Self.row(
        entry.id, IndianTime(order.order.moment.time).iso8601, order.status,
        "\(order.filled)/\(order.changes.last?.entry.quantity ?? entry.quantity)", entry.symbol,
        prices.isEmpty ? "-" : prices.joined(separator: ", "),
        why.isEmpty || why == entry.reason ? entry.reason : "\(entry.reason), \(why)"))
  }

  private static func row(_ cells: String...) -> String {
    JournalTextRow.text(cells, widths: [10, 29, 9, 11, 20, 24, 0])
  }

  private mutating func addObject(_ order: OrderRecord, _ fills: [JournalRecord<FillEntry>]) {
    let entry = order.order.entry
    json.beginObject(layout: .inline)
    json.field("order_id", entry.id)
    json.field("session", order.order.session)
    json.field("script", Int64(entry.script))
    json.field("time", order.order.moment.time)
    json.field("tick", order.order.moment.tick)
    json.field("side", entry.side.text)
    json.field("symbol", entry.symbol)
    json.field("quantity", entry.quantity)
    json.field("type", entry.type.text)
    json.field("price", entry.price)
    json.field("trigger", entry.trigger)
    json.field("product", entry.product.rawValue)
    json.field("validity", entry.validity)
    json.field("reason", entry.reason)
    json.field("tag", entry.tag)
    json.field("source", entry.source)
    json.field("status", order.status)
    json.field("filled", order.filled)
    json.beginArray("history", layout: .inline)
    for change in order.changes {
      json.beginObject(layout: .inline)
      json.field("time", change.moment.time)
      json.field("tick", change.moment.tick)
      json.field("status", change.entry.status.text)
      json.field("filled", change.entry.filled)
      json.field("quantity", change.entry.quantity)
      json.field("reason", change.entry.reason)
      json.field("detail", change.entry.detail)
      json.end()
    }
    json.end()
    addFills(fills)
    json.end()
  }

  private mutating func addFills(_ fills: [JournalRecord<FillEntry>]) {
    json.beginArray("fills", layout: .inline)
    for fill in fills {
      json.beginObject(layout: .inline)
      json.field("time", fill.moment.time)
      json.field("tick", fill.moment.tick)
      json.field("quantity", fill.entry.quantity)
      json.field("price", fill.entry.price)
      json.field("realized_pnl", fill.entry.realized)
      json.beginObject("charges", layout: .inline)
      for charge in fill.entry.charges { json.field(charge.name, charge.amount) }
      json.end()
      json.end()
    }
    json.end()
  }
}
