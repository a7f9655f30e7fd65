import Market
import Money
import Testing

@testable import Trading

@Suite("Due moments")
struct DueMomentTests {
  /// A bench whose script notes all that happens to it, with the time it is told.
  static func noting(
    _ notes: Notes, week start: String, _ symbols: [String] = [Listed.share],
    _ change: (inout Bench.Setup) -> Void = { _ in }
  ) -> Bench {
    Bench(week: start, symbols) { setup in
      setup.rules.onCall = { call, desk in
        if let line = line(call, desk) { notes.lines.append("\(weekText(desk.now())) \(line)") }
        return .completed
      }
      change(&setup)
    }
  }

  private static func line(_ call: ScriptCall, _ desk: Desk) -> String? {
    switch call {
    case .bar(let bar): "bar \(bar.interval.rawValue) \(bar.instrument.position)"
    case .session(let phase, let symbols): "\(phase.rawValue) \(symbols.map(\.position))"
    case .timer(let id): "timer \(id)"
    case .fill(let fill): "\(fill.side.text) \(desk.texts[desk.orders[fill.order].reason])"
    case .newDay: "new day"
    default: nil
    }
  }

  @Test("one after the other happens at its own time, before the event that lets time pass")
  func order() throws {
    let notes = Notes()
    var bench = Self.noting(notes, week: "09:10") {
      $0.declaration.bars = ["5m"]
      $0.declaration.product = .intraday
    }
    try bench.tick(at: "09:16", "100") { desk in
      desk.ask(.buy, 10, protection: .init(timeExit: .at(secondOfDay: 10 * 3_600)))
      _ = desk.setTimer(.after(nanoseconds: 120_000_000_000))
      _ = desk.setTimer(.daily(secondOfDay: 9 * 3_600 + 19 * 60))
    }
    try bench.tick(at: "1 09:15", "101") { _ in notes.lines.append("tick") }
    #expect(
      notes.lines == [
        "09:10:00 preopen [0]", "09:15:00 open [0]", "09:16:00 BUY script", "09:18:00 timer 1",
        "09:19:00 timer 2", "09:20:00 bar 5m 0", "10:00:00 SELL time_exit",
        "15:15:00 auction [0]", "15:35:00 closed [0]", "15:50:00 postclose [0]",
        "16:00:00 closed [0]", "1 00:00:00 new day", "1 09:00:00 preopen [0]",
        "1 09:15:00 open [0]", "tick",
      ])
  }

  @Test("of one instant: date, phase, bars, no_entry_after, time exits, square-off, timers")
  func instant() throws {
    let notes = Notes()
    let close = Int64(15 * 3_600 + 15 * 60)
    var bench = Self.noting(notes, week: "15:00") {
      $0.symbols = [Listed.share, "SIM:A", "SIM:B"]
      $0.declaration.bars = ["15m", "5m"]
      $0.declaration.noEntryAfterSecond = close
      $0.declaration.squareOff = .at(secondOfDay: close)
      $0.declaration.product = .intraday
    }
    let third = InstrumentID(index: 2)
    try bench.tick(at: "15:10", "100") { _ = $0.setTimer(.daily(secondOfDay: close)) }
    try bench.tick(at: "15:10", "100", tcs) { desk in
      desk.ask(.buy, 1, tcs, protection: .init(timeExit: .at(secondOfDay: close)))
      desk.ask(.buy, 1, tcs, type: .limit, price: "50")
    }
    try bench.tick(at: "15:10", "100", third) { $0.ask(.buy, 1, third) }
    notes.lines = []
    bench.clock(at: "15:15")
    #expect(
      notes.lines == [
        "15:15:00 auction [0]", "15:15:00 bar 5m 0", "15:15:00 bar 5m 1", "15:15:00 bar 5m 2",
        "15:15:00 bar 15m 0", "15:15:00 bar 15m 1", "15:15:00 bar 15m 2",
        "15:15:00 SELL time_exit", "15:15:00 SELL square_off", "15:15:00 timer 1",
      ])
    #expect(bench.endings == ["15:15:00 BUY-2 no_entry_after"])
  }

  @Test("a date begins before its first phase and timer, and empties the day's counters")
  func newDate() throws {
    let notes = Notes()
    var bench = Self.noting(notes, week: "09:15", ["SIM:A"]) { $0.declaration.limits.maxOrders = 1 }
    try bench.tick(at: "10:00", "100") { desk in
      desk.ask(.buy, 1)
      _ = desk.setTimer(.daily(secondOfDay: 0))
    }
    try bench.tick(at: "23:59:50", "100") { notes.denials.append($0.ask(.buy, 1).denial) }
    bench.engine.rules.onCall = { call, desk in
      if case .timer = call { notes.denials.append(desk.ask(.buy, 1).denial) }
      if case .newDay = call { notes.lines.append("new day") }
      return .completed
    }
    notes.lines = []
    bench.clock(at: "1 00:00")
    #expect(notes.lines == ["new day"])
    #expect(notes.denials == [.maxOrders, nil])
  }

  @Test("a tick exactly at a due time comes after it")
  func tickAtDueTime() throws {
    let notes = Notes()
    var bench = Self.noting(notes, week: "09:15", ["SIM:A"])
    try bench.tick(at: "10:00", "100") { desk in
      desk.ask(.buy, 1, protection: .init(timeExit: .after(seconds: 60)))
      _ = desk.setTimer(.after(nanoseconds: 60_000_000_000))
    }
    try bench.tick(at: "10:01", "90") { _ in notes.lines.append("tick") }
    #expect(notes.lines.suffix(3) == ["10:01:00 SELL time_exit", "10:01:00 timer 1", "tick"])
    #expect(bench.fills.last == "SELL 1 @ 100.00 time_exit")
  }

  @Test("what a due moment decides has its own time, and the number of the last tick")
  func decisions() throws {
    var bench = Bench(week: "09:15", ["SIM:A"])
    try bench.tick(at: "10:00", "100")
    try bench.tick(at: "10:00:01", "100") {
      $0.ask(.buy, 1, protection: .init(timeExit: .after(seconds: 60)))
    }
    try bench.tick(at: "11:00", "90")
    let decisions = bench.effects.compactMap { effect -> Decision? in
      guard case .decision(_, let decision) = effect else { return nil }
      return decision
    }
    #expect(decisions.suffix(2).map(\.kind) == [.request, .fill])
    #expect(
      decisions.suffix(2).map { "\(weekText($0.time)) \($0.sequence)" } == [
        "10:01:01 2", "10:01:01 2",
      ])
  }

  @Test("several scripts: kind by kind, each in the order of the command line")
  func desks() throws {
    let notes = Notes()
    var rules = ScriptedRules()
    rules.onCall = { call, desk in
      if let line = Self.line(call, desk) { notes.lines.append("\(desk.index) \(line)") }
      return .completed
    }
    rules.onTick = { _, _, desk in
      guard desk.tickCount == 1 else { return .completed }
      _ = desk.setTimer(.after(nanoseconds: 60_000_000_000))
      desk.ask(.buy, 1, protection: .init(timeExit: .after(seconds: 60)))
      return .completed
    }
    var desks: [Desk] = []
    for number in 0..<2 {
      var declaration = StrategyDeclaration(name: "s\(number)", symbols: ["SIM:A"])
      declaration.bars = ["1m"]
      var desk = Desk(
        index: number, declaration: declaration, settings: .init(initial: amount("1000")))
      desk.add(Instrument(id: sbin, symbol: "SIM:A"), isDeclared: true)
      desks.append(desk)
    }
    var engine = Engine(desks: desks, rules: rules)
    var effects: [Effect] = []
    let start = EventTime(milliseconds: week("10:00"))
    engine.start(at: start, mode: .replay, into: &effects)
    try engine.process(
      Tick(time: start, instrument: sbin, bid: price("9"), ask: price("9"), ltp: price("9")),
      into: &effects)
    notes.lines = []
    engine.pass(to: EventTime(milliseconds: week("10:01")), into: &effects)
    #expect(
      notes.lines == [
        "0 bar 1m 0", "1 bar 1m 0", "0 SELL time_exit", "1 SELL time_exit", "0 timer 1",
        "1 timer 1",
      ])
  }

  @Test("time exits of one instant follow the order of symbols, not that of their setting")
  func timeExits() throws {
    var bench = Bench(week: "09:15", ["SIM:A", "SIM:B", "SIM:C"])
    let third = InstrumentID(index: 2)
    for instrument in [third, sbin, tcs] {
      try bench.tick(at: "10:00", "100", instrument) {
        $0.ask(.buy, 1, instrument, protection: .init(timeExit: .at(secondOfDay: 11 * 3_600)))
      }
    }
    bench.clock(at: "11:00")
    let sold = (3..<6).map { bench.desk.orders[$0].instrument.position }
    #expect(sold == [0, 1, 2])
  }

  @Test("a due moment's request is judged and fills at the last quotes, then")
  func quotes() throws {
    let notes = Notes()
    var bench = Bench(week: "09:15", ["SIM:A"])
    bench.onTimers { _, desk in notes.denials.append(desk.ask(.buy, 1).denial) }
    try bench.quote(at: "10:00", "99", "101", "100") { desk in
      for seconds in [30, 31] as [Int64] {
        _ = desk.setTimer(.after(nanoseconds: seconds * 1_000_000_000))
      }
    }
    try bench.quote(at: "10:05", "199", "201", "200")
    #expect(notes.denials == [nil, .staleFeed])
    #expect(bench.timedFills == ["10:00:30 BUY 1 @ 101.00 script"])
  }

  @Test("a clock event makes prompt what the next tick would have brought, and nothing else")
  func clockEvents() throws {
    var fills: [[String]] = []
    for clocks in [[], ["10:00:20", "10:01", "10:01", "10:02:30"]] {
      var bench = Bench(week: "09:15", ["SIM:A"])
      bench.onTimers { _, desk in desk.ask(.buy, 1) }
      try bench.tick(at: "10:00", "100") { desk in
        desk.ask(.buy, 5, protection: .init(timeExit: .after(seconds: 150)))
        _ = desk.setTimer(.every(nanoseconds: 25_000_000_000))
      }
      for clock in clocks { bench.clock(at: clock) }
      try bench.tick(at: "10:03", "101")
      fills.append(bench.timedFills)
    }
    #expect(fills[0] == fills[1])
    #expect(
      fills[0] == [
        "10:00:00 BUY 5 @ 100.00 script", "10:00:25 BUY 1 @ 100.00 script",
        "10:02:30 SELL 6 @ 100.00 time_exit",
      ])
  }

  @Test("after the last tick of a replay nothing passes any more")
  func end() throws {
    let notes = Notes()
    var bench = Self.noting(notes, week: "09:15", ["SIM:A"]) { $0.declaration.bars = ["1m"] }
    try bench.tick(at: "10:00", "100") {
      $0.ask(.buy, 1, protection: .init(timeExit: .after(seconds: 1)))
    }
    bench.engine.stop(reason: "end", into: &bench.effects)
    #expect(notes.lines.last == "10:00:00 BUY script")
    #expect(bench.desk.heldPosition(sbin).isOpen)
  }

  @Test("an exit by time at a quote older than the staleness is counted")
  func staleExits() throws {
    var bench = Bench(week: "09:15", ["SIM:A"])
    for (start, seconds) in [("10:00", 30), ("11:00", 31)] as [(String, Int64)] {
      try bench.tick(at: start, "100") {
        $0.ask(.buy, 1, protection: .init(timeExit: .after(seconds: seconds)))
      }
    }
    bench.clock(at: "12:00")
    #expect(bench.fills.count == 4)
    #expect(bench.desk.staleExitCount == 1)
  }
}
