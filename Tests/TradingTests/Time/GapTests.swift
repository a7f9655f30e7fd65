import Market
import Money
import Testing

@testable import Trading

@Suite("Gaps in which nobody was there")
struct GapTests {
  @Test("timers that fell due inside are missed, and reported once; their grid stays")
  func timers() throws {
    let notes = Notes()
    var bench = Bench(week: "10:00", ["SIM:A"])
    bench.onTimers { id, desk in notes.lines.append("\(id)@\(weekText(desk.now()))") }
    try bench.tick(at: "10:00", "100") { desk in
      _ = desk.setTimer(.every(nanoseconds: 60_000_000_000))
      _ = desk.setTimer(.after(nanoseconds: 90_000_000_000))
      _ = desk.setTimer(.daily(secondOfDay: 36_120))
    }
    bench.gap(from: "10:01", to: "10:05:30")
    // The moment at which the gap begins still has somebody there.
    #expect(notes.lines == ["1@10:01:00"])
    bench.clock(at: "10:07")
    #expect(notes.lines == ["1@10:01:00", "1@10:06:00", "1@10:07:00"])
    bench.clock(at: "1 10:02")
    #expect(notes.lines.last == "3@1 10:02:00")
    #expect(bench.alertTexts.count == 1)
    #expect(bench.alertTexts.first?.contains("3 timers") == true, "\(bench.alertTexts)")
  }

  @Test("bars that ended inside are closed")
  func bars() throws {
    let notes = Notes()
    var bench = Bench(week: "10:00", ["SIM:A"]) { setup in
      setup.declaration.bars = ["1m"]
      setup.rules.onCall = { call, desk in
        if case .bar(let bar) = call {
          notes.lines.append("\(weekText(desk.now())) \(bar.close)")
          notes.denials.append(desk.ask(.buy, 1).denial)
        }
        return .completed
      }
    }
    try bench.tick(at: "10:00:30", "100")
    bench.gap(from: "10:00:31", to: "10:05")
    #expect(notes.lines == ["10:01:00 100.00"])
    #expect(notes.denials == [.staleFeed])
  }

  @Test("exits by time become owed, and act at the symbol's next tick, before everything else")
  func exits() throws {
    var bench = Bench(week: "10:00", ["SIM:A", "SIM:B"])
    try bench.tick(at: "10:00", "100") {
      $0.ask(.buy, 10, protection: .init(timeExit: .after(seconds: 60)))
    }
    bench.gap(from: "10:00:30", to: "10:02")
    #expect(bench.fills.count == 1)
    try bench.tick(at: "10:03", "50", tcs)
    bench.clock(at: "10:04")
    #expect(bench.fills.count == 1)
    let notes = Notes()
    try bench.tick(at: "10:05", "90") { notes.count = Int($0.heldQuantity(sbin)) + 1 }
    #expect(bench.timedFills.last == "10:05:00 SELL 10 @ 90.00 time_exit")
    #expect(notes.count == 1)
  }

  @Test("a square-off inside becomes owed; working orders are taken back at its moment")
  func squareOff() throws {
    var bench = Bench(week: "14:00", ["SIM:A"]) {
      $0.declaration.squareOff = .at(secondOfDay: 15 * 3_600)
    }
    try bench.tick(at: "14:59", "100") { desk in
      desk.ask(.buy, 10)
      desk.ask(.buy, 5, type: .limit, price: "90")
    }
    bench.gap(from: "14:59:10", to: "15:01")
    #expect(bench.fills.count == 1)
    #expect(bench.endings == ["15:00:00 BUY-2 square_off"])
    try bench.tick(at: "15:02", "80")
    #expect(bench.timedFills.last == "15:02:00 SELL 10 @ 80.00 square_off")
  }

  @Test("entries in a symbol are denied until its next tick; other symbols go on with theirs")
  func entries() throws {
    let notes = Notes()
    var bench = Bench(week: "10:00", ["SIM:A", "SIM:B"])
    try bench.tick(at: "10:00", "100")
    try bench.tick(at: "10:00", "100", tcs)
    bench.gap(from: "10:00:01", to: "10:00:04")
    try bench.tick(at: "10:00:05", "100", tcs) { desk in
      notes.denials.append(desk.ask(.buy, 1, tcs).denial)
      notes.denials.append(desk.ask(.buy, 1).denial)
    }
    try bench.tick(at: "10:00:06", "100") { notes.denials.append($0.ask(.buy, 1).denial) }
    #expect(notes.denials == [nil, .staleFeed, nil])
  }

  @Test("resting orders and levels are looked at by the tick after it")
  func resting() throws {
    var bench = Bench(week: "10:00", ["SIM:A"])
    try bench.tick(at: "10:00", "100") { desk in
      desk.buy(10, stop: "95")
      desk.ask(.buy, 5, type: .limit, price: "90")
    }
    bench.gap(from: "10:00:01", to: "10:30")
    #expect(bench.fills.count == 1)
    try bench.tick(at: "10:30:01", "89")
    #expect(
      bench.fills.suffix(2) == ["BUY 5 @ 89.00 script", "SELL 15 @ 89.00 stop_loss"])
  }

  @Test("the end of open inside cancels what works, and a new date begins")
  func phases() throws {
    let notes = Notes()
    var bench = DueMomentTests.noting(notes, week: "15:00")
    try bench.tick(at: "15:10", "100") { desk in
      desk.ask(.buy, 1)
      desk.ask(.buy, 5, type: .limit, price: "90")
    }
    notes.lines = []
    bench.gap(from: "15:11", to: "1 09:30")
    #expect(
      notes.lines == [
        "15:15:00 auction [0]", "15:35:00 closed [0]", "15:50:00 postclose [0]",
        "16:00:00 closed [0]", "1 00:00:00 new day", "1 09:00:00 preopen [0]",
        "1 09:15:00 open [0]",
      ])
    #expect(bench.endings == ["15:15:00 BUY-2 day_end"])
  }

  @Test("a long gap costs no step a period of a timer")
  func longGap() throws {
    var bench = Bench(week: "10:00", ["SIM:A"])
    try bench.tick(at: "10:00", "100") { _ = $0.setTimer(.every(nanoseconds: 250_000_000)) }
    bench.gap(from: "10:00:00.100", to: "11:00:00.100")
    #expect(bench.alertTexts.count == 1)
    #expect(bench.engine.nextMoment?.milliseconds == week("11:00:00.250"))
  }
}
