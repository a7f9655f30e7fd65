import Market
import Money
import Testing
import Trading

@Suite("Daily limits")
struct LimitTests {
  static let day: Int64 = 86_400_000

  @Test("max_loss sells all, ends resting entries, and denies entries until the next Indian date")
  func maxLoss() throws {
    var bench = Bench {
      $0.start = TimeExitTests.moment(10, 0)
      $0.symbols = ["A", "B"]
      $0.rate = .init(nanos: 0) ?? .standard
      $0.declaration.limits.maxLoss = amount("1000")
    }
    let notes = Notes()
    try bench.at("100", tcs) { $0.ask(.buy, 5, tcs) }
    try bench.at("100") { desk in
      desk.ask(.buy, 100)
      desk.ask(.buy, 10, type: .limit, price: "80")
    }
    try bench.at("90.05") { notes.denials.append($0.ask(.buy, 1).denial) }
    #expect(bench.fills.count == 3)
    try bench.at("89.95") { notes.denials.append($0.ask(.buy, 1).denial) }
    #expect(
      bench.fills.suffix(2) == [
        "SELL 101 @ 89.95 limit:max_loss", "SELL 5 @ 100.00 limit:max_loss",
      ])
    #expect(bench.orders[2] == "BUY-3 cancelled")
    // A better price changes nothing that day.
    try bench.at("200") { notes.denials.append($0.ask(.buy, 1).denial) }
    try bench.at("200", gap: 10_000_000) { notes.denials.append($0.ask(.buy, 1).denial) }
    try bench.at("200", gap: 60_000_000) { notes.denials.append($0.ask(.buy, 1).denial) }
    #expect(notes.denials == [nil, .maxLoss, .maxLoss, .maxLoss, nil])
  }

  @Test("max_loss counts what is realized; the rest is sold at the next tick of any symbol")
  func realizedLoss() throws {
    var bench = Bench {
      $0.symbols = ["A", "B"]
      $0.rate = .init(nanos: 0) ?? .standard
      $0.declaration.limits.maxLoss = amount("1000")
    }
    try bench.at("100", tcs) { $0.ask(.buy, 5, tcs) }
    try bench.at("100") { $0.ask(.buy, 100) }
    try bench.tick("90", "100", "100") { $0.sell(100) }
    #expect(bench.fills.count == 3)
    try bench.at("100")
    #expect(bench.fills.last == "SELL 5 @ 100.00 limit:max_loss")
  }

  @Test("the loss of a new day is counted from the last value of the old")
  func newDay() throws {
    var bench = Bench {
      $0.start = TimeExitTests.moment(15, 0)
      $0.rate = .init(nanos: 0) ?? .standard
      $0.declaration.limits.maxLoss = amount("1000")
    }
    try bench.at("100") { $0.ask(.buy, 100) }
    try bench.at("91")
    try bench.at("82", gap: Self.day)
    #expect(bench.fills.count == 1)
    try bench.at("81")
    #expect(bench.fills.last == "SELL 100 @ 81.00 limit:max_loss")
    #expect(bench.desk.dailyValues == [amount("499100")])
  }

  @Test("with latency an entry on its way when the limit is hit is sold as well")
  func lateEntry() throws {
    var bench = Bench {
      $0.latencyMilliseconds = 1_500
      $0.rate = .init(nanos: 0) ?? .standard
      $0.declaration.limits.maxLoss = amount("1000")
    }
    try bench.at("100") { $0.ask(.buy, 100) }
    try bench.at("100", gap: 2_000)
    try bench.at("100") { $0.ask(.buy, 50) }
    for ltp in ["90", "90", "90", "90", "90"] { try bench.at(ltp) }
    #expect(
      bench.fills.suffix(3) == [
        "BUY 50 @ 90.00 script", "SELL 100 @ 90.00 limit:max_loss",
        "SELL 50 @ 90.00 limit:max_loss",
      ])
    #expect(bench.desk.heldPosition(sbin).quantity == 0)
  }

  @Test("max_orders counts entries that got an id, a day; exits are free")
  func maxOrders() throws {
    var bench = Bench {
      $0.start = TimeExitTests.moment(10, 0)
      $0.declaration.limits.maxOrders = 2
    }
    let notes = Notes()
    try bench.at("100") { desk in
      notes.denials.append(desk.ask(.buy, 0).denial)
      notes.denials.append(desk.ask(.buy, 10).denial)
    }
    try bench.at("100") { desk in
      notes.denials.append(desk.sell(5).denial)
      notes.denials.append(desk.ask(.buy, 1, type: .limit, price: "50").denial)
      notes.denials.append(desk.ask(.buy, 1).denial)
      notes.denials.append(desk.sell(5).denial)
    }
    try bench.at("100", gap: Self.day) { notes.denials.append($0.ask(.buy, 1).denial) }
    #expect(notes.denials == [.quantity, nil, nil, nil, .maxOrders, nil, nil])
  }

  @Test("max_quantity and max_notional look at the position after the order, pending included")
  func size() throws {
    var bench = Bench {
      $0.declaration.limits.maxQuantity = 100
      $0.declaration.limits.maxNotional = amount("9000")
    }
    let notes = Notes()
    try bench.at("80") { desk in
      notes.denials.append(desk.ask(.buy, 101).denial)
      notes.denials.append(desk.ask(.buy, 60).denial)
    }
    try bench.at("80") { desk in
      notes.denials.append(desk.ask(.buy, 20, type: .limit, price: "70").denial)
      notes.denials.append(desk.ask(.buy, 21).denial)
      notes.denials.append(desk.ask(.buy, 20).denial)
    }
    try bench.at("95") { desk in
      desk.sell(10)
    }
    try bench.at("95") { notes.denials.append($0.ask(.buy, 5).denial) }
    #expect(notes.denials == [.maxQuantity, nil, nil, .maxQuantity, nil, .maxNotional])
  }

  @Test("max_positions counts open symbols and those with entries on their way")
  func maxPositions() throws {
    var bench = Bench {
      $0.symbols = ["A", "B", "C"]
      $0.declaration.limits.maxPositions = 2
    }
    let third = InstrumentID(index: 2)
    let notes = Notes()
    try bench.at("100", tcs)
    try bench.at("100", third)
    try bench.at("100") { desk in
      notes.denials.append(desk.ask(.buy, 1).denial)
      notes.denials.append(desk.ask(.buy, 1, tcs, type: .limit, price: "50").denial)
      notes.denials.append(desk.ask(.buy, 1, third).denial)
      notes.denials.append(desk.ask(.buy, 1, tcs).denial)
      notes.denials.append(desk.ask(.buy, 1).denial)
    }
    try bench.at("100") { $0.close() }
    try bench.at("100") { notes.denials.append($0.ask(.buy, 1, third).denial) }
    #expect(notes.denials == [nil, nil, .maxPositions, nil, nil, nil])
  }

  @Test("cooldown counts from the symbol's last exit")
  func cooldown() throws {
    var bench = Bench {
      $0.symbols = ["A", "B"]
      $0.declaration.limits.cooldownSeconds = 60
    }
    let notes = Notes()
    try bench.at("100") { $0.ask(.buy, 1) }
    try bench.at("100") { $0.close() }
    try bench.at("100", tcs, gap: 0) { notes.denials.append($0.ask(.buy, 1, tcs).denial) }
    try bench.at("100", gap: 59_999) { notes.denials.append($0.ask(.buy, 1).denial) }
    try bench.at("100", gap: 1) { notes.denials.append($0.ask(.buy, 1).denial) }
    #expect(notes.denials == [nil, .cooldown, nil])
  }

  @Test("a price older than 30 s is stale: entries are denied, exits sent")
  func stale() throws {
    var bench = Bench { $0.symbols = ["A", "B"] }
    let notes = Notes()
    try bench.at("100") { $0.ask(.buy, 1) }
    try bench.at("100", tcs, gap: 30_000) { notes.denials.append($0.ask(.buy, 1).denial) }
    try bench.at("100", tcs, gap: 1) { desk in
      notes.denials.append(desk.ask(.buy, 1).denial)
      notes.denials.append(desk.sell(2).denial)
    }
    #expect(notes.denials == [nil, .staleFeed, nil])
    #expect(bench.desk.denials.isEmpty == false)
  }

  @Test("no_entry_after holds from that second on; exits go on")
  func noEntryAfter() throws {
    var bench = Bench {
      $0.start = TimeExitTests.moment(14, 29, 58)
      $0.declaration.noEntryAfterSecond = 14 * 3_600 + 30 * 60
    }
    let notes = Notes()
    try bench.at("100", gap: 1_999) { notes.denials.append($0.ask(.buy, 2).denial) }
    try bench.at("100", gap: 1) { desk in
      notes.denials.append(desk.ask(.buy, 1).denial)
      notes.denials.append(desk.sell(1).denial)
    }
    #expect(notes.denials == [nil, .noEntryAfter, nil])
  }

  @Test("outside continuous trading every request is denied, exits too")
  func session() throws {
    var bench = Bench {
      $0.start = TimeExitTests.moment(14, 29, 58)
      $0.calendar = .standard
      $0.declaration.product = .cnc
    }
    let notes = Notes()
    try bench.at("100") { notes.denials.append($0.ask(.buy, 2).denial) }
    try bench.at("100", gap: 2 * 3_600_000) { desk in
      notes.denials.append(desk.ask(.buy, 1).denial)
      notes.denials.append(desk.sell(1).denial)
    }
    #expect(notes.denials == [nil, .sessionClosed, .sessionClosed])
    #expect(bench.fills.count == 1)
  }
}
