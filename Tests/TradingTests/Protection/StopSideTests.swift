import Market
import Money
import Testing
import Trading

@Suite("Sides of protective levels")
struct StopSideTests {
  struct Entry: CustomTestStringConvertible, Sendable {
    let label: String
    let protection: ProtectionRequest
    let denial: DenialReason?
    var side = OrderSide.buy
    var testDescription: String { label }

    init(
      _ label: String, _ protection: ProtectionRequest, _ denial: DenialReason?,
      side: OrderSide = .buy
    ) {
      self.label = label
      self.protection = protection
      self.denial = denial
      self.side = side
    }
  }

  static let entries: [Entry] = [
    Entry("a long's stop below the last price", .init(stopLoss: at("99.95")), nil),
    Entry("a long's stop at the last price", .init(stopLoss: at("100")), .stopSide),
    Entry("a long's stop above it", .init(stopLoss: at("100.05")), .stopSide),
    Entry("a long's target above it", .init(targets: [target(at("100.05"))]), nil),
    Entry("a long's target at it", .init(targets: [target(at("100"))]), .stopSide),
    Entry(
      "the second target below it",
      .init(targets: [target(at("105"), "0.5"), target(at("99"), "0.5")]), .stopSide),
    Entry("a short's stop above it", .init(stopLoss: at("100.05")), nil, side: .sell),
    Entry("a short's stop below it", .init(stopLoss: at("99")), .stopSide, side: .sell),
    Entry("a short's target below it", .init(targets: [target(at("99"))]), nil, side: .sell),
    Entry(
      "a short's target above it", .init(targets: [target(at("101"))]), .stopSide, side: .sell),
    Entry("a stop that is no price", .init(stopLoss: .price(.invalid("nan"))), .price),
    Entry("a stop below one increment", .init(stopLoss: at("0.01")), .price),
    Entry(
      "a distance beyond zero", .init(stopLoss: .distance(points("100.05"))), .price),
    Entry("all of the price as a distance", .init(stopLoss: .distance(percent("100"))), .price),
    Entry(
      "a short's target beyond zero", .init(targets: [target(.distance(points("101")))]), .price,
      side: .sell),
    Entry("a trail beyond zero", .init(trail: .init(by: points("1000"))), .price),
    Entry(
      "a stop that noise puts just below the last price",
      .init(stopLoss: .price(.nanos(99_999_999_999))), .stopSide),
  ]

  @Test("an entry whose protection lies on the wrong side is denied", arguments: entries)
  func entry(_ entry: Entry) throws {
    var bench = Bench { $0.declaration.allowsShort = true }
    let notes = Notes()
    try bench.at("100") { desk in
      notes.tickets.append(desk.ask(entry.side, 10, protection: entry.protection))
    }
    #expect(notes.tickets[0].denial == entry.denial)
    #expect(bench.desk.orders.count == (entry.denial == nil ? 1 : 0))
    #expect(bench.desk.denialCount == (entry.denial == nil ? 0 : 1))
  }

  @Test("triggers and sides watch the last price, not the quote")
  func lastPrice() throws {
    var bench = Bench()
    let notes = Notes()
    try bench.tick("90", "110", "100") { desk in
      notes.tickets.append(desk.buy(10, stop: "95"))
    }
    #expect(notes.tickets[0].denial == nil)
    try bench.tick("90", "110", "95.05")
    #expect(bench.desk.heldPosition(sbin).isOpen)
    try bench.tick("97", "99", "95")
    #expect(bench.fills.last == "SELL 10 @ 97.00 stop_loss")
  }

  @Test("a resting entry's levels may lie right for the price it waits at")
  func restingEntry() throws {
    var bench = Bench()
    let notes = Notes()
    try bench.at("100") { desk in
      // Below the last price but above the limit, where the market will be at the fill.
      notes.tickets.append(
        desk.ask(
          .buy, 10, type: .limit, price: "95", protection: .init(targets: [target(at("98"))])))
      notes.tickets.append(
        desk.ask(.buy, 10, type: .stop, trigger: "105", protection: .init(stopLoss: at("103"))))
      notes.tickets.append(
        desk.ask(.buy, 10, type: .limit, price: "95", protection: .init(stopLoss: at("101"))))
    }
    #expect(notes.tickets.map(\.denial) == [nil, nil, .stopSide])
  }

  @Test("a level that the spread puts on the wrong side fires at the next check")
  func spread() throws {
    var bench = Bench()
    // Bought at 101; half a rupee below that is above the last price.
    try bench.tick("100", "101", "100") {
      $0.buy(10, protection: .init(stopLoss: .distance(points("0.5"))))
    }
    #expect(bench.desk.stopText == "100.50")
    try bench.tick("100", "101", "100.20")
    #expect(bench.fills.last == "SELL 10 @ 100.00 stop_loss")
  }

  @Test("stop and target in one tick: the stop wins")
  func stopWins() throws {
    var bench = Bench { $0.latencyMilliseconds = 1_000 }
    // The fill comes far below both levels, so the stop at 95 and nothing else is hit; then a rule
    // sets a stop above the target, and one price satisfies both.
    try bench.at("100") { $0.buy(10, stop: "95", target: "110") }
    try bench.at("100")
    try bench.at("105") { _ = $0.protect(sbin, .init(stopLoss: at("104"))) }
    bench.engine.rules.onCall = { call, _ in
      guard case .rule = call else { return .completed }
      return .decided(.levels(stopLoss: at("120"), takeProfit: nil, source: "test.lua:9"))
    }
    try bench.at("105") { _ = $0.protect(sbin, .init(rule: .init(name: "r"))) }
    try bench.at("105")
    #expect(bench.desk.stopText == "120.00")
    try bench.at("112")
    try bench.at("112")
    #expect(bench.fills.last == "SELL 10 @ 112.00 stop_loss")
    #expect(bench.fills.count == 2)
  }

  @Test("a position opened at a due moment is checked from the next tick on")
  func openingTick() throws {
    var bench = Bench()
    bench.engine.rules.onCall = { call, desk in
      if case .timer = call { desk.ask(.buy, 10, protection: .init(trail: .init(by: points("1")))) }
      return .completed
    }
    // The timer buys at the ask of 110; its stop at 109 is above the last price known then.
    try bench.tick("100", "110", "100") { _ = $0.setTimer(.after(nanoseconds: 500_000_000)) }
    bench.clock(after: 999)
    #expect(bench.fills == ["BUY 10 @ 110.00 script"])
    try bench.tick("100", "110", "100")
    #expect(bench.fills.last == "SELL 10 @ 100.00 trailing")
  }

  @Test("targets whose shares exceed one, or are none, make no sense")
  func shares() throws {
    var bench = Bench()
    let notes = Notes()
    try bench.at("100") { desk in
      for list in [["0.6", "0.5"], ["0"], ["-1"]] {
        let ticket = desk.buy(10, protection: .init(targets: list.map { target(at("105"), $0) }))
        if case .misuse(let sentence) = ticket { notes.lines.append(sentence) }
      }
    }
    #expect(
      notes.lines == [
        "take_profit: the shares exceed 1", "take_profit: a share is above zero",
        "take_profit: a share is above zero",
      ])
  }
}
