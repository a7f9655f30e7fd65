import Market
import Money
import Testing

@testable import Trading

@Suite("Time without ticks")
struct ClockEventTests {
  @Test("A timer fires at a clock event, and once")
  func timer() throws {
    var fired = 0
    var bench = Bench { setup in
      setup.rules.onCall = { call, _ in
        if case .timer = call { fired += 1 }
        return .completed
      }
    }
    try bench.at("100") { desk in _ = desk.setTimer(.after(nanoseconds: 5_000_000_000)) }
    bench.clock(after: 4_999)
    #expect(fired == 0)
    bench.clock(after: 1)
    #expect(fired == 1)
    bench.clock(after: 60_000)
    #expect(fired == 1)
  }

  @Test("A position is squared off by the clock at the last prices")
  func squareOff() throws {
    var bench = Bench { setup in
      // 14 November 2023, 14:59:58 IST, so that the third second is 15:00:01.
      setup.start = 1_699_954_198_000
      setup.declaration.squareOff = .at(secondOfDay: 15 * 3_600)
    }
    try bench.tick("99", "101", "100") { desk in desk.ask(.buy, 10) }
    #expect(bench.fills == ["BUY 10 @ 101.00 script"])
    bench.clock(after: 999)
    #expect(bench.fills.count == 1)
    bench.clock(after: 1)
    #expect(bench.fills.last == "SELL 10 @ 99.00 square_off")
    #expect(!bench.desk.heldPosition(sbin).isOpen)
  }

  @Test("The clock never goes back")
  func monotonic() throws {
    var bench = Bench()
    try bench.at("100")
    let before = bench.engine.clock
    bench.engine.pass(to: EventTime(nanoseconds: 0), into: &bench.effects)
    #expect(bench.engine.clock == before)
  }

  @Test("A price grows old by the clock alone, and entries on it are denied")
  func staleness() throws {
    var bench = Bench()
    try bench.at("100")
    #expect(bench.byHand(.buy, 1, after: 30_000) == "executed")
    #expect(bench.byHand(.buy, 1, after: 1) == "STALE_FEED")
    #expect(bench.byHand(.sell, 1, after: 0) == "executed")
  }
}

extension Bench {
  /// Lets milliseconds pass without a tick.
  mutating func clock(after milliseconds: Int64) {
    time += milliseconds
    engine.pass(to: EventTime(milliseconds: time), into: &effects)
  }

  /// A trade by hand some milliseconds later: the order's status, or the code of the denial.
  mutating func byHand(
    _ side: OrderSide, _ quantity: Int64, after milliseconds: Int64 = 1_000,
    protection: ProtectionRequest? = nil
  ) -> String {
    time += milliseconds
    let request = OrderRequest(
      side: side, instrument: sbin, quantity: .whole(quantity), protection: protection,
      reason: .api, source: "api")
    let ticket = engine.trade(
      request, desk: 0, at: EventTime(milliseconds: time), into: &effects)
    switch ticket {
    case .approved(let index, _): return desk.orders[index].status.text
    case .denied(let denial): return denial.reason.rawValue
    case .misuse(let text): return text
    }
  }

  /// An operator's command a second later.
  mutating func command(_ command: OperatorCommand) {
    time += 1_000
    engine.obey(command, at: EventTime(milliseconds: time), into: &effects)
  }
}
