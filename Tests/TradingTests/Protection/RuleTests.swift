import Market
import Money
import Testing
import Trading

@Suite("Rules of open positions")
struct RuleTests {
  /// A bench with 10 held from 100, a stop at 95 and a rule that answers with `decision`.
  static func bench(
    latency: Int64 = 0, _ decision: @escaping (Tick) -> CallOutcome
  ) throws -> Bench {
    var bench = Bench { $0.latencyMilliseconds = latency }
    bench.engine.rules.onCall = { call, _ in
      guard case .rule(_, _, _, let tick, _) = call else { return .completed }
      return decision(tick)
    }
    try bench.at("100") { $0.buy(10, stop: "95", protection: .init(rule: .init(name: "exit"))) }
    return bench
  }

  static func stop(_ text: String) -> CallOutcome {
    .decided(.levels(stopLoss: at(text), takeProfit: nil, source: "test.lua:7"))
  }

  @Test("a rule runs on ticks of its symbol from the tick after the entry on")
  func runs() throws {
    let notes = Notes()
    var bench = try Self.bench { tick in
      notes.lines.append(tick.ltp.description)
      return .completed
    }
    #expect(notes.lines.isEmpty)
    try bench.at("101")
    try bench.at("102")
    #expect(notes.lines == ["101.00", "102.00"])
    try bench.at("95")
    #expect(notes.lines.count == 2)
  }

  @Test("its number becomes the stop, ratchets, and exits as stop_loss")
  func number() throws {
    var bench = try Self.bench { _ in Self.stop("97") }
    try bench.at("100")
    #expect(bench.desk.stopText == "97.00")
    bench.engine.rules.onCall = { call, _ in
      guard case .rule = call else { return .completed }
      return Self.stop("96")
    }
    try bench.at("100")
    #expect(bench.desk.stopText == "97.00")
    try bench.at("97")
    #expect(bench.fills.last == "SELL 10 @ 97.00 stop_loss")
    #expect(bench.desk.texts[bench.desk.orders[1].source] == "test.lua:7")
  }

  @Test("a level on the wrong side is kept and fires at the next check")
  func wrongSide() throws {
    var bench = try Self.bench { _ in Self.stop("105") }
    try bench.at("100")
    #expect(bench.fills.count == 1)
    try bench.at("100")
    #expect(bench.fills.last == "SELL 10 @ 100.00 stop_loss")
  }

  @Test("a target of a rule decides once, however often it is returned")
  func target() throws {
    var bench = try Self.bench { _ in
      .decided(.levels(stopLoss: nil, takeProfit: at("110"), source: "test.lua:8"))
    }
    for _ in 0..<3 { try bench.at("100") }
    #expect(bench.desk.position(sbin).target == price("110"))
    let targets = bench.effects.count { effect in
      guard case .decision(_, let decision) = effect else { return false }
      return decision.kind == .targetLevel
    }
    #expect(targets == 1)
    try bench.at("110")
    #expect(bench.fills.last == "SELL 10 @ 110.00 take_profit")
  }

  @Test("exit sells at once with the rule's name, its text and its line")
  func exit() throws {
    var bench = try Self.bench { _ in .decided(.exit(text: "volume died", source: "test.lua:9")) }
    try bench.at("101")
    #expect(bench.fills.last == "SELL 10 @ 101.00 rule:exit")
    let order = bench.desk.orders[1]
    #expect(bench.desk.texts[order.detail] == "volume died")
    #expect(bench.desk.texts[order.source] == "test.lua:9")
  }

  @Test("with latency an exit fires once and fills at the first tick due")
  func latency() throws {
    var bench = Bench { $0.latencyMilliseconds = 1_500 }
    bench.engine.rules.onCall = { call, _ in
      guard case .rule = call else { return .completed }
      return .decided(.exit(text: "", source: ""))
    }
    try bench.at("100") { $0.buy(10, protection: .init(rule: .init(name: "exit"))) }
    for ltp in ["100", "101", "102", "103", "104"] { try bench.at(ltp) }
    #expect(bench.fills == ["BUY 10 @ 101.00 script", "SELL 10 @ 104.00 rule:exit"])
    #expect(bench.desk.orders.count == 2)
  }

  @Test("a failing rule leaves the stop as it was")
  func failing() throws {
    var bench = try Self.bench { _ in
      .failed(ScriptFailure(kind: .error, callback: "rule:exit", message: "oops"))
    }
    try bench.at("100")
    #expect(bench.desk.failure?.callback == "rule:exit")
    #expect(bench.desk.stopText == "95.00")
    try bench.at("95")
    #expect(bench.fills.last == "SELL 10 @ 95.00 stop_loss")
  }
}
