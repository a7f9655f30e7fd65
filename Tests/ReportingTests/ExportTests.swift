import Glibc
import Market
import Money
import Reporting
import Trading
import Testing

@Suite("exports")
struct ExportTests {
  @Test("orders become rows with exact figures and quoted texts")
  func orders() throws {
    let sink = MemorySink()
    try OrderExport.write(
      [
        .fixture([
          .fixture(tag: "a,\"b\"\nc"),
          .fixture(
            orderID: "SELL-2", side: .sell, quantity: 0, executedPrice: nil, commission: .zero,
            realizedPnL: .zero, status: "cancelled", source: nil),
        ])
      ], to: sink)
    #expect(
      sink.text == """
        order_id,symbol,side,quantity,executed_price,timestamp,commission,realized_pnl,\
        status,reason,tag,source
        BUY-1,NSE:SBIN-EQ,BUY,100,550.00,2025-02-11T09:15:00.000+05:30,27.50,-27.50,\
        executed,script,"a,""b""
        c",guide.lua:7
        SELL-2,NSE:SBIN-EQ,SELL,0,,2025-02-11T09:15:00.000+05:30,0.00,0.00,cancelled,script,,

        """)
  }

  @Test("the equity curve is written as it comes and complete at the end")
  func equity() throws {
    let sink = MemorySink()
    var export = try EquityExport(to: sink)
    try export.add(
      time: moment(), cash: rupees("444972.50"), equity: rupees("499972.50"),
      realized: rupees("-27.50"), unrealized: .zero)
    try export.add(
      time: moment(1), cash: rupees("444972.50"), equity: rupees("500972.5025"),
      realized: rupees("-27.50"), unrealized: rupees("1000.0025"))
    try export.finish()
    #expect(
      sink.text == """
        time,cash,equity,realized,unrealized
        2025-02-11T09:15:00.000+05:30,444972.50,499972.50,-27.50,0.00
        2025-02-11T09:15:00.001+05:30,444972.50,500972.5025,-27.50,1000.0025

        """)
  }

  @Test("a long curve reaches the sink in pieces, in order")
  func longEquity() throws {
    let sink = MemorySink()
    var export = try EquityExport(to: sink)
    for index in Int64(0)..<5_000 {
      try export.add(
        time: moment(index), cash: .zero, equity: Amount(rupees: index), realized: .zero,
        unrealized: .zero)
    }
    #expect(sink.bytes.count > 200_000)
    try export.finish()
    let rows = sink.text.split(separator: "\n").dropFirst()
    #expect(rows.count == 5_000)
    #expect(
      rows.map { $0.split(separator: ",")[2] } == (0..<5_000).map { Substring("\($0).00") })
  }

  @Test("a file holds what was written, and is emptied when it is opened again")
  func file() throws {
    let path = "/tmp/sauda-export-\(getpid()).csv"
    defer { unlink(path) }
    for _ in 0..<2 {
      let sink = try FileSink(path: path)
      try OrderExport.write([.fixture([.fixture()])], to: sink)
      try sink.close()
      try sink.close()
    }
    let handle = try #require(fopen(path, "r"))
    defer { fclose(handle) }
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = fread(&buffer, 1, buffer.count, handle)
    let text = String(decoding: buffer[..<count], as: UTF8.self)
    #expect(text.hasPrefix(OrderExport.header) && text.hasSuffix("guide.lua:7\n"))
    #expect(text.split(separator: "\n").count == 2)
  }

  @Test("a file that cannot be made, or a full disk, is an error that names it")
  func failures() throws {
    #expect(throws: OutputError(path: "/no/such/orders.csv", action: "open", code: ENOENT)) {
      try FileSink(path: "/no/such/orders.csv")
    }
    let error = OutputError(path: "/no/such\n.csv", action: "open", code: ENOENT)
    #expect(error.description == "/no/such\\n.csv: cannot open: No such file or directory")
    let full = try FileSink(path: "/dev/full")
    #expect(throws: OutputError(path: "/dev/full", action: "write", code: ENOSPC)) {
      try full.write([1])
    }
  }
}
