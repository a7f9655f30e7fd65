import Market
import Money
import Testing

@testable import Trading

@Suite("Trades by hand")
struct HandTradeTests {
  @Test("a symbol that comes by hand later has the phase of that moment")
  func lateSymbol() throws {
    // 2026-11-23 is a Monday; the session begins at 08:00, the symbol comes at 10:00.
    let midnight = IndianTime(
      day: try #require(CivilDate(parsing: "2026-11-23")).dayNumber, secondOfDay: 0
    ).eventTime.milliseconds
    var bench = Bench {
      $0.symbols = []
      $0.calendar = .standard
      $0.start = midnight + 8 * 3_600_000
    }
    bench.time = midnight + 10 * 3_600_000
    try bench.engine.process(.clock(EventTime(milliseconds: bench.time)), into: &bench.effects)
    let late = Instrument(id: sbin, symbol: "NSE:SBIN-EQ", increment: price("0.05"))
    bench.engine.add(late, to: 0)
    try bench.at("100")
    let request = OrderRequest(
      side: .buy, instrument: sbin, quantity: .whole(10), reason: .api, source: "api")
    try bench.engine.process(
      .request(request, desk: 0, at: EventTime(milliseconds: bench.time)), into: &bench.effects)
    #expect(bench.fills == ["BUY 10 @ 100.00 api"])
  }

  @Test("A trade by hand passes the same gate and moves the same books")
  func gate() throws {
    var bench = Bench()
    #expect(bench.byHand(.buy, 100) == "NOT_READY")
    try bench.tick("549.50", "550.00", "549.75")
    #expect(bench.byHand(.buy, 100) == "executed")
    #expect(bench.desk.ledger.wallet == amount("444972.50"))
    #expect(bench.byHand(.sell, 101) == "QUANTITY")
    #expect(bench.byHand(.buy, 1_000) == "FUNDS")
    #expect(bench.byHand(.sell, 100) == "executed")
    #expect(bench.desk.ledger.wallet == amount("499895.02"))
    #expect(bench.fills == ["BUY 100 @ 550.00 api", "SELL 100 @ 549.50 api"])
  }

  @Test("Its protection fires on a later tick")
  func protection() throws {
    var bench = Bench()
    try bench.tick("549.50", "550.00", "549.75")
    let levels = ProtectionRequest(
      stopLoss: at("545"), targets: [target(at("560"))], source: "api")
    #expect(bench.byHand(.buy, 100, protection: levels) == "executed")
    try bench.tick("544.50", "545.00", "544.75")
    #expect(bench.fills.last == "SELL 100 @ 544.50 stop_loss")
  }

  @Test("The script is told of a fill by hand")
  func told() throws {
    var heard: [String] = []
    var bench = Bench { setup in
      setup.rules.onCall = { call, _ in
        heard.append(call.callback)
        return .completed
      }
    }
    try bench.at("100")
    _ = bench.byHand(.buy, 1)
    #expect(heard == ["on_start", "on_order", "on_fill", "on_position"])
  }

  @Test("An instrument that comes later can be dealt in")
  func added() throws {
    var bench = Bench { setup in setup.symbols = [] }
    bench.engine.add(
      Instrument(id: sbin, symbol: "NSE:SBIN-EQ", increment: price("0.05")), to: 0)
    try bench.tick("549.50", "550.00", "549.75")
    #expect(bench.byHand(.buy, 1) == "executed")
    #expect(bench.engine.sequence == 1)
  }
}
