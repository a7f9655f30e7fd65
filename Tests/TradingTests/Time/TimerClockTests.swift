import Market
import Money
import Testing

@testable import Trading

@Suite("Timers and market hours")
struct TimerClockTests {
  static let minute: Int64 = 60_000_000_000

  /// A bench that notes `timer@time`.
  static func bench(_ notes: Notes, week start: String, _ symbols: [String]) -> Bench {
    var bench = Bench(week: start, symbols)
    bench.onTimers { id, desk in notes.lines.append("\(id)@\(weekText(desk.now()))") }
    return bench
  }

  @Test("a periodic timer sleeps while every declared symbol is closed, and its grid stays")
  func sleep() throws {
    let notes = Notes()
    var bench = Self.bench(notes, week: "15:20", [Listed.share])
    try bench.tick(at: "15:21", "100") { _ = $0.setTimer(.every(nanoseconds: 7 * Self.minute)) }
    bench.clock(at: "1 09:15")
    // Auction until 15:35, post-close from 15:50 to 16:00, pre-open from 09:00.
    #expect(
      notes.lines == [
        "1@15:28:00", "1@15:56:00", "1@1 09:05:00", "1@1 09:12:00",
      ])
  }

  @Test("it does not sleep while one of them is not closed")
  func awake() throws {
    let notes = Notes()
    var bench = Self.bench(notes, week: "15:20", [Listed.share, Listed.gold])
    try bench.tick(at: "15:21", "100") { _ = $0.setTimer(.every(nanoseconds: 120 * Self.minute)) }
    bench.clock(at: "1 09:22")
    #expect(
      notes.lines == [
        "1@17:21:00", "1@19:21:00", "1@21:21:00", "1@23:21:00", "1@1 09:21:00",
      ])
  }

  @Test("after and at do not sleep")
  func others() throws {
    let notes = Notes()
    var bench = Self.bench(notes, week: "15:20", [Listed.share])
    try bench.tick(at: "15:21", "100") { desk in
      _ = desk.setTimer(.after(nanoseconds: 180 * Self.minute))
      _ = desk.setTimer(.daily(secondOfDay: 20 * 3_600))
    }
    bench.clock(at: "1 09:00")
    #expect(notes.lines == ["1@18:21:00", "2@20:00:00"])
  }

  @Test(
    "at fires on dates on which a declared symbol trades",
    arguments: [
      // Thursday, Friday, after the weekend Monday; Tuesday, 24 November, is a holiday of shares,
      // with an evening of commodities.
      ([Listed.share], ["3 08:00:00", "4 08:00:00", "7 08:00:00", "9 08:00:00"]),
      ([Listed.share, Listed.gold], ["3 08:00:00", "4 08:00:00", "7 08:00:00", "8 08:00:00"]),
      (["SIM:A"], ["3 08:00:00", "4 08:00:00", "5 08:00:00", "6 08:00:00"]),
    ])
  func dates(symbols: [String], fired: [String]) throws {
    let notes = Notes()
    var bench = Self.bench(notes, week: "2 15:00", symbols)
    try bench.tick(at: "2 15:00", "100") { _ = $0.setTimer(.daily(secondOfDay: 8 * 3_600)) }
    bench.clock(at: "14 09:00")
    #expect(notes.lines.prefix(4) == fired.map { "1@\($0)" }[...])
  }

  @Test("a time of day equal to now is past, also for timers set at load")
  func pastAtLoad() throws {
    let notes = Notes()
    var rules = ScriptedRules()
    rules.onCall = { call, desk in
      if case .timer(let id) = call { notes.lines.append("\(id)@\(weekText(desk.now()))") }
      return .completed
    }
    var desk = Desk(
      index: 0, declaration: StrategyDeclaration(name: "test", symbols: ["SIM:A"]),
      settings: .init(initial: amount("1000")))
    desk.add(Instrument(id: sbin, symbol: "SIM:A"), isDeclared: true)
    for second in [36_000, 36_001] as [Int64] { _ = desk.setTimer(.daily(secondOfDay: second)) }
    var engine = Engine(desks: [desk], rules: rules)
    var effects: [Effect] = []
    engine.start(at: EventTime(milliseconds: week("10:00")), mode: .replay, into: &effects)
    engine.pass(to: EventTime(milliseconds: week("1 10:00")), into: &effects)
    #expect(notes.lines == ["2@10:00:01", "1@1 10:00:00"])
  }

  @Test("10,000 firings at one instant are taken; one more is a script error")
  func oneInstant() throws {
    for endless in [false, true] {
      let notes = Notes()
      var bench = Bench(week: "09:15", ["SIM:A"])
      bench.onTimers { _, desk in
        notes.count += 1
        if endless || notes.count < 10_000 { _ = desk.setTimer(.after(nanoseconds: 0)) }
      }
      try bench.tick(at: "10:00", "100") { _ = $0.setTimer(.after(nanoseconds: 0)) }
      #expect(notes.count == 10_000)
      #expect((bench.desk.failure != nil) == endless)
      #expect(bench.desk.failure?.callback == (endless ? "timer" : nil))
    }
  }

  @Test(
    "a million firings between two events are taken; clock events between them count for nothing")
  func betweenEvents() throws {
    for hasEvent in [false, true] {
      var bench = Bench(week: "09:15", ["SIM:A"])
      let notes = Notes()
      bench.onTimers { _, _ in notes.count += 1 }
      try bench.tick(at: "10:00", "100") { _ = $0.setTimer(.every(nanoseconds: 1_000_000_000)) }
      // All but ten of them, as if they had been fired.
      for instant in 0..<999_990 as Range<Int64> {
        let isTaken = bench.engine.desks[0].agenda.countFiring(at: EventTime(nanoseconds: instant))
        if !isTaken { notes.lines.append("\(instant)") }
      }
      for second in 1...10 { bench.clock(at: "10:00:\(padded(second, 2))") }
      #expect(bench.desk.failure == nil && notes.count == 10 && notes.lines.isEmpty)
      if hasEvent { try bench.tick(at: "10:00:10", "100") }
      bench.clock(at: "10:00:12")
      #expect((bench.desk.failure == nil) == hasEvent)
      #expect(notes.count == (hasEvent ? 12 : 10))
    }
  }
}
