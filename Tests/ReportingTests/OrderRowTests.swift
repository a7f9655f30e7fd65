import Market
import Money
import Reporting
import TestSupport
import Trading
import Testing

/// Compares the rows that are put together from bytes with those made field by field.
@Suite("rows of orders")
struct OrderRowTests {
  @Test("rows of any figures and texts are those that are made field by field")
  func anyOrders() throws {
    for seed in UInt64(0)..<200 {
      var generator = SplitMix64(seed: seed)
      let rows = (1...8).map { Self.anyOrder(Int32($0), &generator) }
      let table = OrderTable.fixture(rows)
      var report = try SessionReport.fixture()
      report.strategies[0].orders = table
      let lines = JSONReport.text(of: report).split(separator: "\n")
      for place in 0..<table.count {
        let expected = Self.object(table[place])
        let isThere = lines.contains { $0.drop { $0 == " " || $0 == "," }.hasPrefix(expected) }
        #expect(isThere, "seed \(seed): \(expected)")
      }
    }
  }

  @Test("each of more tags than are kept encoded is written, and kept apart by format")
  func manyTexts() throws {
    let rows = (1...6_000).map { OrderReport.fixture(orderID: "BUY-\($0)", tag: "t\($0),") }
    var report = try SessionReport.fixture()
    report.strategies[0].orders = .fixture(rows)
    let lines = JSONReport.text(of: report).split(separator: "\n")
    let objects = lines.filter { $0.contains("\"order_id\"") }
    #expect(objects.count == 6_000)
    for (line, row) in zip(objects, rows) {
      #expect(line.contains("\"\(row.orderID)\"") && line.contains("\"tag\": \"\(row.tag)\""))
    }
    let sink = MemorySink()
    try OrderExport.write([report.strategies[0].orders], to: sink)
    let cells = sink.text.split(separator: "\n").dropFirst()
    for (line, row) in zip(cells, rows) {
      #expect(line.hasPrefix("\(row.orderID),") && line.contains(",\"\(row.tag)\","))
    }
  }

  @Test("tables of several scripts are merged by number, and their last rows are the newest")
  func merged() throws {
    let tables: [OrderTable] = [
      .fixture(OrderReport.fixtures("BUY-2", "SELL-7")), .fixture([]),
      .fixture(OrderReport.fixtures("BUY-1", "SELL-3", "BUY-9")),
    ]
    let sink = MemorySink()
    try OrderExport.write(tables, to: sink)
    let ids = sink.text.split(separator: "\n").dropFirst().map { $0.prefix { $0 != "," } }
    #expect(ids == ["BUY-1", "BUY-2", "SELL-3", "SELL-7", "BUY-9"])
    var report = try SessionReport.fixtureOfTwo()
    report.strategies[0].orders = tables[0]
    report.strategies[1].orders = tables[2]
    let text = TextReport.text(of: report, options: .init(orderRows: 2))
    #expect(text.contains("Orders last 2 of 5\n") && text.contains("SELL-7"))
    #expect(text.contains("BUY-9") && !text.contains("SELL-3"))
  }

  @Test("figures and moments at the ends of their ranges are exact")
  func ends() throws {
    let numbers: [Int64] = [.min, .max, 0, -1, 1, 9, 10, 99, 100, 999_999, -10_000, 1_000_000]
    for number in numbers {
      var json = JSONWriter()
      json.beginArray(layout: .inline)
      json.element(number)
      json.element(Amount(micros: number))
      json.element(EventTime(nanoseconds: number))
      json.end()
      let time = IndianTime(EventTime(nanoseconds: number)).iso8601
      let expected = "[\(number), \(Amount(micros: number).description), \"\(time)\"]\n"
      #expect(String(decoding: json.take(), as: UTF8.self) == expected)
    }
  }

  private static func anyOrder(_ number: Int32, _ generator: inout SplitMix64) -> OrderReport {
    let side: OrderSide = generator.next() % 2 == 0 ? .buy : .sell
    let texts = ["", "plain", "a,\"b\"", "₹ \u{1B}\u{202E}", "line\nfeed\\"]
    func anyText() -> String { texts[Int(generator.next() % 5)] }
    let scale = Int64(1) << Int64(generator.next() % 63)
    return .fixture(
      orderID: "\(side.text)-\(number)", symbol: "SIM:\(anyText())", side: side,
      quantity: generator.anyInt64() / scale, executedPrice: Price(micros: generator.anyInt64()),
      timestamp: EventTime(nanoseconds: generator.anyInt64()),
      commission: Amount(micros: generator.anyInt64() / scale),
      realizedPnL: Amount(micros: generator.anyInt64() / scale),
      status: OrderStatus.allCases[Int(generator.next() % 6)].text, reason: anyText(),
      tag: anyText(), source: generator.next() % 2 == 0 ? nil : anyText())
  }

  private static func object(_ order: OrderReport) -> String {
    var json = JSONWriter()
    json.beginObject(layout: .inline)
    json.field("order_id", order.orderID)
    json.field("symbol", order.symbol)
    json.field("side", order.side.text)
    json.field("quantity", order.quantity)
    json.field("executed_price", order.executedPrice)
    json.field("timestamp", order.timestamp)
    json.field("commission", order.commission)
    json.field("realized_pnl", order.realizedPnL)
    json.field("status", order.status)
    json.field("reason", order.reason)
    json.field("tag", order.tag)
    json.field("source", order.source)
    json.end()
    return String(String(decoding: json.take(), as: UTF8.self).dropLast())
  }
}
