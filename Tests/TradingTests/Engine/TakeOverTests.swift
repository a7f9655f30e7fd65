import Market
import Money
import Testing

@testable import Trading

@Suite("Taking over from a session that has ended")
struct TakeOverTests {
  /// A session that has bought ten at 100 with a stop at 95, and what it set at its start.
  private static func former(
    timers: [TimerSchedule] = [], _ change: (inout Desk) -> Void = { _ in }
  ) throws -> (snapshot: EngineSnapshot, time: Int64) {
    var bench = Bench { $0.rules.onCall = Self.starting(timers) }
    try bench.at("100") { $0.buy(10, stop: "95") }
    try bench.at("101") { $0.buy(1, stop: "96") }
    change(&bench.engine.desks[0])
    bench.effects = []
    return (try EngineSnapshot(bytes: bench.engine.snapshot().bytes), bench.time)
  }

  /// Sets timers at the start, and alerts when one fires.
  private static func starting(
    _ timers: [TimerSchedule]
  ) -> (ScriptCall, inout Desk) -> CallOutcome {
    { call, desk in
      switch call {
      case .start:
        for timer in timers { _ = desk.setTimer(timer) }
      case .timer(let id): desk.outbox.effects.append(.alert(desk: 0, "timer \(id)"))
      default: break
      }
      return .completed
    }
  }

  /// A session that takes over so many milliseconds later.
  private static func successor(
    of former: (snapshot: EngineSnapshot, time: Int64), after gap: Int64,
    timers: [TimerSchedule] = [], rules: Set<String> = []
  ) throws -> Bench {
    var bench = Bench { setup in
      setup.rules.onCall = Self.starting(timers)
      setup.starts = false
    }
    try bench.engine.restore(former.snapshot)
    bench.time = former.time + gap
    bench.engine.takeOver(
      at: EventTime(milliseconds: bench.time), mode: .paper, hasRule: { rules.contains($1) },
      into: &bench.effects)
    return bench
  }

  private static func alerts(_ bench: borrowing Bench) -> [String] {
    bench.effects.compactMap { effect in
      guard case .alert(_, let text) = effect else { return nil }
      return text
    }
  }

  @Test("positions, stops, cash and numbers of orders go on")
  func books() throws {
    var bench = try Self.successor(of: Self.former(), after: 3_600_000)
    #expect(bench.desk.heldPosition(sbin).quantity == 11 && bench.desk.stopText == "96.00")
    try bench.at("94")
    #expect(bench.fills == ["SELL 11 @ 94.00 stop_loss"])
    #expect(bench.desk.orders[2].id == "SELL-3")
  }

  @Test("an entry is denied for its old price until the symbol's next tick")
  func stale() throws {
    var bench = try Self.successor(of: Self.former(), after: 1)
    let request = OrderRequest(side: .buy, instrument: sbin, quantity: .whole(1), reason: .api)
    let now = EventTime(milliseconds: bench.time)
    guard
      case .denied(let denial)? = try bench.engine.process(
        .request(request, desk: 0, at: now), into: &bench.effects)
    else {
      Issue.record("it was approved")
      return
    }
    #expect(denial.reason == .staleFeed)
    try bench.at("101")
    #expect(
      try bench.engine.process(
        .request(request, desk: 0, at: EventTime(milliseconds: bench.time)), into: &bench.effects
      )
      .map { if case .approved = $0 { true } else { false } } == true)
  }

  @Test("timers that are set again keep their grid, and what fell due between is missed")
  func timers() throws {
    let timers: [TimerSchedule] = [
      .every(nanoseconds: 60_000_000_000), .after(nanoseconds: 600_000_000_000),
    ]
    // The session began a second before its first tick, and two ticks later it ended.
    var bench = try Self.successor(of: Self.former(timers: timers), after: 90_000, timers: timers)
    #expect(
      Self.alerts(bench) == ["test: 1 timers missed a firing while nobody was there"])
    // 29 s later the second minute is full.
    try bench.at("101", gap: 28_999)
    #expect(!Self.alerts(bench).contains("timer 1"))
    try bench.at("101", gap: 1)
    #expect(
      Self.alerts(bench).filter { $0 == "timer 1" }.count == 1,
      "\(Self.alerts(bench)), \(String(describing: bench.engine.nextMoment)), \(bench.time)")
    try bench.at("101", gap: 485_000)
    #expect(Self.alerts(bench).filter { $0 == "timer 2" }.count == 1)
  }

  @Test("a timer that is not set again is missed, and said to be")
  func lostTimer() throws {
    let former = try Self.former(
      timers: [.every(nanoseconds: 60_000_000_000), .daily(secondOfDay: 60)])
    let bench = try Self.successor(
      of: former, after: 1, timers: [.every(nanoseconds: 30_000_000_000)])
    #expect(
      Self.alerts(bench) == [
        "test: 2 timers of the former session were not set again by on_start, and are missed"
      ])
  }

  @Test("a rule that the script has no more leaves its stop, and ends entries")
  func lostRule() throws {
    let former = try Self.former { desk in
      let rule = ProtectionRequest.Rule(name: "trail")
      _ = desk.protect(sbin, ProtectionRequest(rule: rule))
      desk.commit()
      desk.outbox.effects = []
    }
    let known = try Self.successor(of: former, after: 1, rules: ["trail"])
    #expect(known.desk.mode == .running && Self.alerts(known).isEmpty)
    var bench = try Self.successor(of: former, after: 1)
    #expect(bench.desk.mode == .exitOnly)
    #expect(
      Self.alerts(bench) == [
        "test: the position in NSE:SBIN-EQ has the rule \"trail\", which the script has no more: "
          + "its stop at 96.00 stays, and entries are denied until resume"
      ])
    try bench.at("94")
    #expect(bench.fills == ["SELL 11 @ 94.00 stop_loss"])
  }

  @Test("a script that had failed stays stopped")
  func failed() throws {
    let former = try Self.former { desk in
      desk.fail(ScriptFailure(kind: .error, callback: "on_tick", message: "oops"))
      desk.outbox.effects = []
    }
    let bench = try Self.successor(of: former, after: 1)
    #expect(!bench.desk.isScriptRunning && bench.desk.failure?.message == "oops")
  }
}
