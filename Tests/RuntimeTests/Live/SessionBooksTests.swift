import Fyers
import Market
import Money
import Reporting
import Server
import Testing
import Trading

@testable import Runtime

@Suite("Books for readers")
struct SessionBooksTests {
  private static func session(_ scripts: Int, orders: Int) throws -> SteppedSession {
    let disk = MemoryDisk()
    for script in 1...scripts {
      disk.put(
        "/\(script).lua",
        """
        strategy { name = "s\(script)", symbols = { "SIM:A", "SIM:B" }, limits = { max_orders = 100000 } }
        function on_tick(tick)
          if tick.ltp ~= 100 then return end
          for i = 1, \(orders) do buy(tick.symbol, 1, { tag = "t" .. tick.seq .. "-" .. i }) end
        end
        """)
    }
    return try SteppedSession(
      disk, script: "/1.lua", and: (1...scripts).dropFirst().map { "/\($0).lua" })
  }

  /// All orders, read page by page.
  private static func all(
    _ books: SessionBooks, symbol: String? = nil, limit: Int
  ) -> (ids: [String], pages: Int) {
    var query = OrderQuery(symbol: symbol, limit: limit)
    var ids: [String] = []
    var pages = 0
    while true {
      let page = books.orders(query)
      pages += 1
      ids = page.orders.map(\.orderID) + ids
      guard page.hasOlder, let first = page.orders.first else { return (ids, pages) }
      query.before = first.orderID.split(separator: "-").last.flatMap { Int32($0) }
    }
  }

  @Test("Pages of any size give all orders of all scripts once, oldest first", arguments: [1, 3])
  func pages(scripts: Int) throws {
    let session = try Self.session(scripts, orders: 60)
    try session.price(100, of: "SIM:A")
    try session.price(100, of: "SIM:B")
    let books = try session.books()
    let count = scripts * 120
    let everything = (1...count).map { "BUY-\($0)" }
    for limit in [1, 7, 59, 1_000, count - 1, count, count + 1] {
      let (ids, pages) = Self.all(books, limit: limit)
      #expect(ids == everything, "\(limit)")
      #expect(pages == (count + limit - 1) / limit, "\(limit)")
    }
    #expect(Self.all(books, symbol: "SIM:A", limit: 100).ids == Array(everything.prefix(count / 2)))
    #expect(Self.all(books, symbol: "SIM:B", limit: 100).ids == Array(everything.suffix(count / 2)))
    #expect(Self.all(books, symbol: "SIM:C", limit: 100).ids.isEmpty)
    #expect(books.orders(OrderQuery(before: 1)) == OrderPage(orders: [], hasOlder: false))
    _ = try session.end()
  }

  @Test("Books that were taken stay as they were, and are taken anew only when something happened")
  func snapshots() throws {
    let session = try Self.session(1, orders: 5)
    try session.price(100, of: "SIM:A")
    let before = try session.books()
    let seen = before.orders(OrderQuery())
    let portfolio = before.portfolio()
    #expect(seen.orders.map(\.tag) == (1...5).map { "t1-\($0)" })
    #expect(session.board.books?.portfolio() == portfolio)
    for _ in 0..<50 { try session.price(100, of: "SIM:A") }
    try session.price(90, of: "SIM:A")
    #expect(session.board.books == nil)
    #expect(before.orders(OrderQuery()) == seen)
    #expect(before.portfolio() == portfolio)
    let after = try session.books()
    #expect(after.portfolio().account.orderCount == 255)
    #expect(after.orders(OrderQuery(limit: 1)).orders.map(\.tag) == ["t51-5"])
    _ = try session.end()
    // What is asked behind the end is answered with how it ended.
    #expect(session.board.lastBooks?.portfolio().account.orderCount == 255)
    #expect(!session.mailbox.offer(.question(.look(.init { _ in }))))
  }

  @Test("A command goes before the ticks that wait, and is recorded where it went")
  func urgent() throws {
    let disk = MemoryDisk()
    disk.put(
      "/buys.lua",
      """
      strategy { name = "buys", symbols = { "NSE:SBIN-EQ" } }
      function on_tick(tick) buy("NSE:SBIN-EQ", 1) end
      """)
    let session = try SteppedSession(disk, script: "/buys.lua", feed: .fyers)
    session.mailbox.offer(.connection(.connected))
    try session.settle()
    func offer() {
      let price = Price(micros: 100_000_000)
      let tick = Tick(
        time: session.clock.wallTime(), instrument: InstrumentID(index: 0), bid: price, ask: price,
        ltp: price)
      session.mailbox.offer(.tick(.init(tick: tick, exchangeTime: nil, readAt: 0)))
    }
    for _ in 0..<1_000 { offer() }
    guard case .done(.halted, _, _) = try session.ask({ .control(.halt, $0) }) else {
      Issue.record("it was not halted")
      return
    }
    try session.settle()
    #expect(try session.portfolio().account.orderCount == 0)
    #expect(try session.end().feed.ticks == 1_000)
  }

  @Test("A command behind its deadline is told of, refused, and not recorded")
  func late() throws {
    let session = try Self.session(1, orders: 1)
    try session.price(90, of: "SIM:A")
    try session.pass(seconds: 10)
    let answer: ControlAnswer = try session.ask {
      .control(.halt, $0, before: session.clock.bootNanoseconds() - 7_000_000_000)
    }
    #expect(answer == .refused("halt came 7 s too late and was not carried out."))
    #expect(
      session.lines.contains("WARN sauda operator: halt came 7 s too late and was not carried out"))
    #expect(session.board.view.mode == .running)
    guard
      case .done(.halted, _, _) = try session.ask({
        .control(.halt, $0, before: session.clock.bootNanoseconds())
      })
    else {
      Issue.record("a command at its deadline was refused")
      return
    }
    _ = try session.end()
  }
}
