import Market
import Money
import Testing

@testable import Trading

@Suite("A machine's clock that was set")
struct ClockDoubtTests {
  @Test("Scripts enter nothing until resume; exits, stops and trades by hand go on")
  func doubted() throws {
    var bench = Bench()
    try bench.at("100") { $0.buy(10, stop: "95") }
    bench.clockSet()
    #expect(bench.desk.isClockDoubted)
    let notes = Notes()
    try bench.at("101") { desk in
      notes.denials.append(desk.ask(.buy, 1).denial)
      notes.denials.append(desk.ask(.sell, 4).denial)
    }
    #expect(notes.denials == [.exitOnly, nil])
    #expect(bench.byHand(.buy, 1) == "executed")
    try bench.at("94")
    #expect(bench.fills.last == "SELL 7 @ 94.00 stop_loss")
    bench.command(.resume)
    #expect(!bench.desk.isClockDoubted)
    try bench.at("94") { notes.denials.append($0.ask(.buy, 1).denial) }
    #expect(notes.denials.last == .some(nil))
  }

  @Test("Working entries of scripts are taken back, exits are not")
  func working() throws {
    var bench = Bench()
    try bench.at("100") { desk in
      desk.buy(10)
      desk.ask(.buy, 1, type: .limit, price: "90")
    }
    try bench.at("100") { $0.ask(.sell, 5, type: .limit, price: "110") }
    bench.clockSet()
    #expect(bench.orders == ["BUY-1 executed", "BUY-2 cancelled", "SELL-3 pending"])
  }

  @Test("What is narrower already stays narrower, and other commands leave the doubt")
  func commands() throws {
    var bench = Bench()
    try bench.at("100")
    bench.command(.exitOnly)
    bench.clockSet()
    #expect(bench.byHand(.buy, 1) == "EXIT_ONLY")
    bench.command(.halt)
    #expect(bench.desk.isClockDoubted)
    bench.command(.resume)
    #expect(bench.byHand(.buy, 1) == "executed")
  }
}

extension Bench {
  /// The clock is set, a second later.
  mutating func clockSet() {
    time += 1_000
    engine.doubtClock(at: EventTime(milliseconds: time), into: &effects)
  }
}
