import Foundation
import Market
import Money
import Reporting
import Server
import TestSupport
import Testing
import Trading

@testable import Runtime

@Suite("Several scripts on one symbol: the account as a whole, and trades by hand")
struct SharedSymbolTests {
  private static let symbol = "NSE:SBIN-EQ"

  /// A script that opens a position at its first tick, a short one below zero, and then does more.
  private static func script(_ name: String, _ quantity: Int64, then more: String = "") -> String {
    let verb = quantity < 0 ? "sell" : "buy"
    return """
      strategy { name = "\(name)", symbols = { "\(symbol)" }, allow_short = true, on_error = "halt" }
      function on_tick(tick)
        state.n = (state.n or 0) + 1
        if state.n == 1 then \(verb)("\(symbol)", \(quantity.magnitude)) end
        if state.n == 2 then \(more) end
      end
      """
  }

  /// A session of scripts `a`, `b` and so on, after a first tick of 100.
  private static func session(
    _ texts: [String], latencyNanoseconds: Int64 = 0
  ) throws -> (session: SteppedSession, disk: MemoryDisk) {
    let disk = MemoryDisk()
    let paths = texts.indices.map { "/\(name($0)).lua" }
    for (path, text) in zip(paths, texts) { disk.put(path, text) }
    let session = try SteppedSession(
      disk, script: paths[0], and: Array(paths.dropFirst()),
      latencyNanoseconds: latencyNanoseconds)
    try session.price(100)
    return (session, disk)
  }

  private static func name(_ place: Int) -> String { String("abcdefgh".dropFirst(place).prefix(1)) }

  private static func holding(_ quantities: Int64...) throws -> SteppedSession {
    try session(quantities.enumerated().map { script(name($0), $1) }).session
  }

  private static func deal(
    _ side: OrderSide, _ quantity: RequestedQuantity, in session: SteppedSession
  ) throws -> TradeAnswer {
    let trade = HandTrade(side: side, symbol: symbol, quantity: quantity)
    return try session.ask { .trade(trade, $0) }
  }

  /// What each script holds; none for those that are flat.
  private static func held(in session: SteppedSession) throws -> [String: Int64] {
    let positions = try session.books().positions()
    #expect(positions.count <= 1)
    let holders = positions.first?.holders ?? []
    return Dictionary(
      uniqueKeysWithValues: holders.map { ($0.share.strategy ?? "", $0.share.position.quantity) })
  }

  /// The units of a trade that was executed, order by order; nil when it was not.
  private static func units(of answer: TradeAnswer) -> [Int64]? {
    guard case .executed(let orders) = answer else { return nil }
    return orders.map(\.quantity)
  }

  @Test("the books have the symbol once: the total, and what each has of it")
  func once() throws {
    let session = try Self.holding(10, 3)
    try session.price(103)
    let portfolio = try session.portfolio()
    #expect(portfolio.positions.map(\.quantity) == [13])
    #expect(portfolio.positions.map(\.averagePrice) == [Price(micros: 100_000_000)])
    #expect(portfolio.positions.map(\.unrealizedPnL) == [Amount(rupees: 39)])
    #expect(portfolio.account.unrealizedPnL == Amount(rupees: 39))
    #expect(portfolio.account.activePositionsCount == 1)
    #expect(portfolio.positions.first?.shares.map(\.strategy) == ["a", "b"])
    let report = try session.end()
    #expect(report.positions == portfolio.positions)
    #expect(report.account.activePositionsCount == 1)
  }

  @Test("a long and a short are summed with their signs, and make what their books make")
  func opposite() throws {
    let session = try Self.holding(10, -3)
    try session.price(103)
    let portfolio = try session.portfolio()
    let position = try #require(portfolio.positions.first)
    #expect(portfolio.positions.count == 1)
    #expect(position.quantity == 7)
    #expect(position.averagePrice == Price(micros: 100_000_000))
    #expect(position.unrealizedPnL == Amount(rupees: 21))
    #expect(portfolio.account.unrealizedPnL == Amount(rupees: 21))
  }

  @Test("the levels of each are told apart by its name")
  func levels() throws {
    let session = try Self.session([
      Self.script("a", 10, then: #"protect("NSE:SBIN-EQ", { stop_loss = 90 })"#),
      Self.script(
        "b", 3, then: #"protect("NSE:SBIN-EQ", { stop_loss = 95, take_profit = 120 })"#),
    ]).session
    try session.price(101)
    let levels = try session.books().riskOrders()
    #expect(levels.stopLosses.map(\.strategy) == ["a", "b"])
    #expect(levels.stopLosses.map(\.quantity) == [10, 3])
    #expect(levels.takeProfits.map(\.strategy) == ["b"])
  }

  @Test("the table has a line for the symbol, and one for each who holds it")
  func table() throws {
    let session = try Self.holding(10, 3)
    try session.price(103)
    try session.pass(seconds: 1)
    let table = SessionTable(session.board.view, width: 100, height: 30, isColored: false)
    let lines = table.lines.filter { $0.contains("103.00") || $0.hasPrefix("  ") }
    #expect(
      lines == [
        "NSE:SBIN-EQ  103.00  1 s   13   100.00     -       -  ₹39.00",
        "  a                        10   100.00     -       -  ₹30.00",
        "  b                         3   100.00     -       -   ₹9.00",
      ])
  }

  @Test(
    "a sale is shared out in the order of the command line, each up to what it holds",
    arguments: [
      (1, [1], ["a": 9, "b": 3, "c": 5]), (10, [10], ["b": 3, "c": 5]),
      (12, [10, 2], ["b": 1, "c": 5]), (18, [10, 3, 5], [:]),
    ] as [(Int64, [Int64], [String: Int64])])
  func sale(quantity: Int64, units: [Int64], left: [String: Int64]) throws {
    let session = try Self.holding(10, 3, 5)
    let answer = try Self.deal(.sell, .whole(quantity), in: session)
    #expect(Self.units(of: answer) == units)
    #expect(try Self.held(in: session) == left)
    #expect(try session.portfolio().account.orderCount == 3 + Int64(units.count))
  }

  @Test("what their sum does not cover is denied whole, with the sum, and nothing is sold")
  func tooMuch() throws {
    let session = try Self.holding(10, 3)
    let answer = try Self.deal(.sell, .whole(14), in: session)
    guard case .denied(let denial) = answer else {
      Issue.record("it was sold: \(answer)")
      return
    }
    #expect(denial.reason == .quantity)
    #expect(denial.detail == "Insufficient quantity. Need: 14, Available: 13")
    #expect(try Self.held(in: session) == ["a": 10, "b": 3])
    try session.pass(seconds: 1)
    #expect(session.board.view.denialCount == 1)
    #expect(session.board.view.orderCount == 2)
  }

  @Test("no fraction and nothing below one is shared out")
  func odd() throws {
    let session = try Self.holding(10, 3)
    for quantity in [RequestedQuantity.invalid("1.5"), .whole(0), .whole(-4), .whole(.min)] {
      guard case .denied(let denial) = try Self.deal(.sell, quantity, in: session) else {
        Issue.record("\(quantity) was sold")
        return
      }
      #expect(denial.reason == .quantity)
    }
    #expect(try Self.held(in: session) == ["a": 10, "b": 3])
  }

  @Test("what is on its way out already is not there to be sold")
  func restingExit() throws {
    let session = try Self.session([
      Self.script("a", 10, then: #"sell("NSE:SBIN-EQ", 4, { type = "limit", price = 200 })"#),
      Self.script("b", 3),
    ]).session
    try session.price(101)
    guard case .denied(let denial) = try Self.deal(.sell, .whole(10), in: session) else {
      Issue.record("more than is free was sold")
      return
    }
    #expect(denial.detail == "Insufficient quantity. Need: 10, Available: 9")
    #expect(Self.units(of: try Self.deal(.sell, .whole(9), in: session)) == [6, 3])
    #expect(try Self.held(in: session) == ["a": 4])
  }

  @Test("a script that is halted denies a sale that needs its share, before another has sold")
  func halted() throws {
    let session = try Self.session([
      Self.script("a", 10), Self.script("b", 3, then: #"error("broken")"#),
    ]).session
    try session.price(101)
    guard case .denied(let denial) = try Self.deal(.sell, .whole(11), in: session) else {
      Issue.record("it was sold")
      return
    }
    #expect(denial.reason == .halted)
    #expect(try Self.held(in: session) == ["a": 10, "b": 3])
    #expect(Self.units(of: try Self.deal(.sell, .whole(10), in: session)) == [10])
  }

  @Test("a purchase covers the shorts of all when the first who holds the symbol is short")
  func cover() throws {
    let session = try Self.holding(-10, -3)
    #expect(Self.units(of: try Self.deal(.buy, .whole(14), in: session)) == nil)
    #expect(Self.units(of: try Self.deal(.buy, .whole(12), in: session)) == [10, 2])
    #expect(try Self.held(in: session) == ["b": -1])
  }

  @Test("with longs and shorts a sale sells longs, and a purchase goes to the first who holds")
  func bothSides() throws {
    let session = try Self.holding(-3, 10, -2, 4)
    #expect(Self.units(of: try Self.deal(.sell, .whole(15), in: session)) == nil)
    #expect(Self.units(of: try Self.deal(.sell, .whole(11), in: session)) == [10, 1])
    #expect(Self.units(of: try Self.deal(.buy, .whole(5), in: session)) == [3, 2])
    #expect(try Self.held(in: session) == ["d": 3])
    #expect(Self.units(of: try Self.deal(.buy, .whole(2), in: session)) == [2])
    #expect(try Self.held(in: session) == ["d": 5])
  }

  @Test("with latency every share waits, and what waits is not sold twice")
  func latency() throws {
    let texts = [Self.script("a", 10), Self.script("b", 3)]
    let session = try Self.session(texts, latencyNanoseconds: 1_000_000_000).session
    try session.pass(seconds: 2)
    try session.price(101)
    #expect(try Self.held(in: session) == ["a": 10, "b": 3])
    guard case .pending(let orders) = try Self.deal(.sell, .whole(12), in: session) else {
      Issue.record("nothing waits")
      return
    }
    #expect(orders.map(\.orderID) == ["SELL-3", "SELL-4"])
    guard case .denied = try Self.deal(.sell, .whole(2), in: session) else {
      Issue.record("it was sold twice")
      return
    }
    try session.pass(seconds: 2)
    try session.price(102)
    #expect(try Self.held(in: session) == ["b": 1])
  }

  @Test(
    "any trade by hand is done whole or changes nothing, and the books balance",
    arguments: 1...12 as ClosedRange<UInt64>)
  func anyTrade(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let texts = (0..<4).map { place in
      Self.script(Self.name(place), Int64(generator.below(17)) - 8)
    }
    let session = try Self.session(texts).session
    for _ in 0..<40 {
      try session.price(Int64(generator.below(20)) + 90)
      let before = try Self.held(in: session)
      let side: OrderSide = generator.below(2) == 0 ? .buy : .sell
      let quantity = Int64(generator.below(12)) + 1
      let answer = try Self.deal(side, .whole(quantity), in: session)
      let after = try Self.held(in: session)
      if let units = Self.units(of: answer) {
        #expect(units.reduce(0, +) == quantity, "seed \(seed)")
        let change = after.values.reduce(0, +) - before.values.reduce(0, +)
        #expect(change == (side == .buy ? quantity : -quantity), "seed \(seed)")
      } else {
        #expect(after == before, "seed \(seed)")
      }
      #expect(try session.portfolio().account.isBalanced, "seed \(seed)")
    }
  }

  @Test("a session with shared sales replays to its hash")
  func replay() throws {
    let texts = [Self.script("a", 10), Self.script("b", 3), Self.script("c", -2)]
    let (session, disk) = try Self.session(texts)
    try session.price(101)
    #expect(Self.units(of: try Self.deal(.sell, .whole(12), in: session)) == [10, 2])
    #expect(Self.units(of: try Self.deal(.sell, .whole(12), in: session)) == nil)
    try session.pass(seconds: 1)
    #expect(Self.units(of: try Self.deal(.sell, .whole(1), in: session)) == [1])
    let recording = try session.recording
    let hash = try SteppedSession.hash(of: try session.end())
    let folder = try ScratchFolder()
    try Data(try #require(disk.files[recording]))
      .write(to: folder.url.appending(path: "recording.ticks"))
    let paths = try texts.enumerated().map { try folder.write("\(Self.name($0)).lua", $1) }
    let replay = try SaudaProcess.run(
      ["replay"] + paths + ["--ticks", folder.url.appending(path: "recording.ticks").path])
    #expect(replay.code == 0, "\(replay.error)")
    #expect(LiveProcess.hash(in: replay.text) == hash)
  }

  @Test("a bid or ask of zero reaches the scripts' prices as nobody's")
  func oneSided() throws {
    let session = try Self.holding(10, 3)
    let quote = ManualQuote(
      symbol: Self.symbol, bid: .zero, ask: Price(micros: 101_000_000),
      last: Price(micros: 101_000_000), volume: nil)
    let answer: PriceAnswer = try session.ask { .price(quote, $0) }
    #expect(answer == .updated(fills: []))
    try session.pass(seconds: 1)
    #expect(session.board.view.rows.first?.tick?.bid == .zero)
    #expect(session.board.view.rows.first?.tick?.ask == Price(micros: 101_000_000))
  }
}
