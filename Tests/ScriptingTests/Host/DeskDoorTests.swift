import Market
import Testing
import Trading

@testable import Scripting

@Suite("The door to the desk")
struct DeskDoorTests {
  static let questions = [
    "buy(tick.symbol, 1)", "local o = sell(tick.symbol, 1)", "close(tick.symbol)", "close_all()",
    "target(tick.symbol, 3)", "buy { symbol = tick.symbol, qty = 1, stop_loss = 90 }",
    "cancel_all()", "orders()", "pending(tick.symbol)", "protect(tick.symbol, { stop_loss = 90 })",
    "unprotect(tick.symbol)", "local p = position(tick.symbol)", "account()", "quote(tick.symbol)",
    "instrument(tick.symbol)", "now()", "clock()", "size_by_risk(tick.symbol, 100, points(1))",
    "every(1, print)", "cancel_timer()", "print(1)", "log.warn('x')", "alert('x')", "plot('x', 1)",
    "mark('x')",
  ]

  @Test(
    "whatever a script asks for in a run of ticks meets a desk that has taken its tick",
    arguments: questions, [false, true])
  func caughtUp(question: String, isPicked: Bool) throws {
    let stage = try Stage(question)
    // Five of twelve ticks, or all; the script asks at the fourth of the run.
    let picks: [Int32] = [0, 2, 3, 7, 9]
    let numbers = (1...12).map { Int64($0) }
    let run =
      isPicked
      ? TickRun(0..<5, ofPicks: picks, numbers: numbers) : TickRun(stretch: 12, from: 1)
    stage.askAt(isPicked ? 8 : 4)
    let end = stage.run(run)
    #expect(end.count == 4)
    #expect(end.outcome.failure == nil)
    #expect(stage.desk.log.taken == 4)
    #expect(!stage.desk.log.atQuestions.isEmpty)
    #expect(stage.desk.log.atQuestions.allSatisfy { $0 == 4 }, "\(stage.desk.log.atQuestions)")
  }

  @Test("what is held can be asked at every tick of a run, which goes on")
  func held() throws {
    let stage = try Stage("local n = position(tick.symbol).qty")
    stage.askAt(4)
    #expect(stage.run(TickRun(stretch: 12, from: 1)).count == 12)
    #expect(stage.desk.log.taken == 12 && stage.desk.log.atQuestions.isEmpty)
  }

  @Test("a tick that the desk has taken is not taken again")
  func taken() throws {
    let stage = try Stage("account()")
    stage.askAt(9)
    #expect(stage.run(TickRun(taken: 9)).count == 1)
    #expect(stage.desk.log.taken == 0 && stage.desk.log.atQuestions == [0])
  }
}

extension DeskDoorTests {
  /// A script that asks something at the tick of one number.
  private final class Stage {
    let host: ScriptHost<WatchedDesk>
    var desk: WatchedDesk
    private let ticks: [Tick]

    init(_ question: String) throws {
      let text = """
        strategy { name = "test", symbols = { "SIM:A" } }
        local wanted, id = 0, nil
        local function cancel_timer() if id then id:cancel() end end
        function on_start(start) id = every(60, print) end
        function on_connection(number) wanted = tonumber(number) end
        function on_tick(tick) if tick.seq == wanted then \(question) end end
        """
      host = try ScriptHost<WatchedDesk>.load(
        ScriptSource(text: Array(text.utf8), fileName: "test.lua"), settings: ScriptSettings(),
        modules: { .missing("there is no \($0)") }, sink: { _, _ in })
      var table = InstrumentTable()
      let symbol = table.intern("SIM:A")
      ticks = (1...12).map { ScriptingTests.Stage.tick(100, instrument: symbol, sequence: $0) }
      desk = WatchedDesk(instruments: table)
      try host.bind(table)
    }

    /// Sets the number of the tick, and forgets what was noted so far.
    func askAt(_ number: Int) {
      _ = host.call(.start(mode: .replay, isResumed: false, openPositions: []), port: &desk)
      _ = host.call(.connection(state: "\(number)"), port: &desk)
      desk.log.atQuestions = []
    }

    func run(_ run: TickRun) -> RunEnd {
      let ticks = ticks
      return host.run(run, of: ticks.span, port: &desk)
    }
  }
}
