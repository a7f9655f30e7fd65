import Market
import Money
import Testing
import Trading

@Suite("Timers")
struct TimerTests {
  static let second: Int64 = 1_000_000_000

  /// A bench that notes `timer@seconds since the first tick`.
  static func bench(_ notes: Notes, start: Int64 = 1_700_000_000_000) -> Bench {
    var bench = Bench { $0.start = start }
    bench.engine.rules.onCall = { call, desk in
      if case .timer(let id) = call {
        notes.lines.append("\(id)@\(desk.now().milliseconds - start - 1_000)")
      }
      return .completed
    }
    return bench
  }

  @Test("after(0) fires at the instant it was set, once")
  func afterZero() throws {
    let notes = Notes()
    var bench = Self.bench(notes)
    try bench.at("100") { desk in
      _ = desk.setTimer(.after(nanoseconds: 0))
      notes.lines.append("set")
    }
    #expect(notes.lines == ["set", "1@0"])
    try bench.at("100", gap: 0)
    try bench.at("100")
    #expect(notes.lines.count == 2)
  }

  @Test("after(0) fires after what is already due at that instant")
  func afterZeroLast() throws {
    var bench = Bench()
    let notes = Notes()
    bench.engine.rules.onCall = { call, desk in
      guard case .timer(let id) = call else { return .completed }
      notes.lines.append("\(id)@\(desk.now().milliseconds - 1_700_000_001_000)")
      if id == 1 { _ = desk.setTimer(.after(nanoseconds: 0)) }
      return .completed
    }
    try bench.at("100") { desk in
      for _ in 0..<2 { _ = desk.setTimer(.after(nanoseconds: 500_000_000)) }
    }
    try bench.at("100")
    #expect(notes.lines == ["1@500", "2@500", "3@500"])
  }

  @Test("after counts from the event's time and fires once, at its own time")
  func after() throws {
    let notes = Notes()
    var bench = Self.bench(notes)
    try bench.at("100") { _ = $0.setTimer(.after(nanoseconds: 2_500_000_000)) }
    for _ in 0..<4 { try bench.at("100") }
    #expect(notes.lines == ["1@2500"])
  }

  @Test("a periodic timer fires once for every period, in order, whatever ticks come")
  func every() throws {
    let notes = Notes()
    var bench = Self.bench(notes)
    try bench.at("100") { _ = $0.setTimer(.every(nanoseconds: 2 * Self.second)) }
    for gap in [1_000, 1_000, 5_500, 400, 100, 2_000] as [Int64] { try bench.at("100", gap: gap) }
    #expect(notes.lines == ["1@2000", "1@4000", "1@6000", "1@8000", "1@10000"])
  }

  @Test("due timers run in the order of time, then of creation")
  func order() throws {
    let notes = Notes()
    var bench = Self.bench(notes)
    try bench.at("100") { desk in
      for seconds in [3, 1, 2, 1] as [Int64] {
        _ = desk.setTimer(.after(nanoseconds: seconds * Self.second))
      }
    }
    try bench.at("100", gap: 5_000)
    #expect(notes.lines == ["2@1000", "4@1000", "3@2000", "1@3000"])
  }

  @Test("a timer cancelled by one due at the same instant does not fire")
  func cancelledMeanwhile() throws {
    var bench = Bench()
    let notes = Notes()
    bench.engine.rules.onCall = { call, desk in
      guard case .timer(let id) = call else { return .completed }
      notes.lines.append("\(id)")
      for other in [2, 2, 1] as [Int32] {
        let wasSet = desk.cancelTimer(other)
        notes.lines.append("\(wasSet)")
      }
      return .completed
    }
    try bench.at("100") { desk in
      for _ in 0..<2 { _ = desk.setTimer(.after(nanoseconds: 1)) }
    }
    try bench.at("100")
    #expect(notes.lines == ["1", "true", "false", "false"])
  }

  @Test("set before the session, timers count from its first tick")
  func beforeStart() throws {
    let notes = Notes()
    var rules = ScriptedRules()
    rules.onCall = { call, desk in
      if case .timer(let id) = call { notes.lines.append("\(id)@\(desk.now().milliseconds)") }
      return .completed
    }
    let declaration = StrategyDeclaration(name: "test", symbols: ["A"])
    var desk = Desk(index: 0, declaration: declaration, settings: .init(initial: amount("1000")))
    desk.add(Instrument(id: sbin, symbol: "A"), isDeclared: true)
    _ = desk.setTimer(.after(nanoseconds: 2 * Self.second))
    var engine = Engine(desks: [desk], rules: rules)
    var effects: [Effect] = []
    engine.start(at: EventTime(milliseconds: 10_000), mode: .replay, into: &effects)
    for time in [10_000, 11_999, 12_000] as [Int64] {
      let tick = Tick(
        time: EventTime(milliseconds: time), instrument: sbin, bid: price("1"), ask: price("1"),
        ltp: price("1"))
      try engine.process(tick, into: &effects)
    }
    #expect(notes.lines == ["1@12000"])
  }

  @Test("at fires daily, the day it is set only when not already past")
  func daily() throws {
    let notes = Notes()
    let start = TimeExitTests.moment(15, 9, 59) - 1_000
    var bench = Self.bench(notes, start: start)
    try bench.at("100") { desk in
      _ = desk.setTimer(.daily(secondOfDay: 15 * 3_600 + 10 * 60))
      _ = desk.setTimer(.daily(secondOfDay: 15 * 3_600 + 9 * 60))
    }
    for gap in [1_000, 1_000, 86_339_000, 60_000] as [Int64] {
      try bench.at("100", gap: gap)
    }
    #expect(notes.lines == ["1@1000", "2@86341000", "1@86401000"])
  }

  @Test("at, set at that very moment, is past")
  func dailyNow() throws {
    let notes = Notes()
    let start = TimeExitTests.moment(15, 10) - 1_000
    var bench = Self.bench(notes, start: start)
    try bench.at("100") { _ = $0.setTimer(.daily(secondOfDay: 15 * 3_600 + 10 * 60)) }
    try bench.at("100", gap: 0)
    try bench.at("100")
    #expect(notes.lines.isEmpty)
    try bench.at("100", gap: 86_400_000)
    #expect(notes.lines == ["1@86400000"])
  }

  @Test("a timer sees the prices known at its time, and deals at them")
  func prices() throws {
    var bench = Bench()
    let notes = Notes()
    bench.engine.rules.onCall = { call, desk in
      guard case .timer = call else { return .completed }
      notes.lines.append(desk.quote(sbin)?.tick.ltp.description ?? "none")
      notes.denials.append(desk.ask(.buy, 10).denial)
      return .completed
    }
    try bench.tick("99", "101", "100") { desk in
      _ = desk.setTimer(.after(nanoseconds: 30 * Self.second))
      _ = desk.setTimer(.after(nanoseconds: 30 * Self.second + 1))
    }
    try bench.tick("109", "111", "110", gap: 61_000)
    // A price more than half a minute old is stale for an entry.
    #expect(notes.lines == ["100.00", "100.00"])
    #expect(notes.denials == [nil, .staleFeed])
    #expect(bench.fills == ["BUY 10 @ 101.00 script"])
  }

  @Test("ticks of declared symbols let time pass; those of undeclared symbols do not count")
  func otherSymbols() throws {
    var bench = Bench { $0.symbols = ["A", "B"] }
    let notes = Notes()
    bench.engine.rules.onCall = { call, _ in
      if case .timer = call { notes.count += 1 }
      return .completed
    }
    try bench.at("100") { _ = $0.setTimer(.after(nanoseconds: 1)) }
    try bench.at("100", InstrumentID(index: 7))
    try bench.at("100", InstrumentID(index: -1))
    #expect(notes.count == 0)
    let ignored = bench.engine.ignoredTicks
    #expect(ignored == 2)
    try bench.at("100", tcs)
    #expect(notes.count == 1)
  }

  @Test("10,000 timers at most")
  func limit() throws {
    var bench = Bench()
    let notes = Notes()
    try bench.at("100") { desk in
      for _ in 0..<10_000 where desk.setTimer(.every(nanoseconds: Self.second)) != nil {
        notes.count += 1
      }
      if desk.setTimer(.after(nanoseconds: 0)) == nil { notes.lines.append("full") }
      _ = desk.cancelTimer(5_000)
      if desk.setTimer(.after(nanoseconds: 0)) != nil { notes.lines.append("room") }
    }
    #expect(notes.count == 10_000)
    #expect(notes.lines == ["full", "room"])
  }

  @Test(
    "times at the ends of the range trap nothing",
    arguments: [
      TimerSchedule.after(nanoseconds: .max), .after(nanoseconds: .min), .every(nanoseconds: .max),
      .every(nanoseconds: .min), .daily(secondOfDay: .max), .daily(secondOfDay: .min),
    ])
  func extremes(_ schedule: TimerSchedule) throws {
    for start in [-9_000_000_000_000, 0, 9_000_000_000_000] as [Int64] {
      var bench = Bench { $0.start = start }
      try bench.at("100") { _ = $0.setTimer(schedule) }
      for _ in 0..<3 { try bench.at("100", gap: 86_400_000) }
    }
  }

  @Test("no period is shorter than a nanosecond", arguments: [0, 1] as [Int64])
  func shortest(period: Int64) throws {
    let notes = Notes()
    var bench = Self.bench(notes)
    try bench.at("100") { _ = $0.setTimer(.every(nanoseconds: period)) }
    let time = bench.engine.clock.advanced(byNanoseconds: 1_000)
    try bench.engine.process(
      Tick(time: time, instrument: sbin, bid: price("1"), ask: price("1"), ltp: price("1")),
      into: &bench.effects)
    #expect((1_000...1_001).contains(notes.lines.count))
  }
}
