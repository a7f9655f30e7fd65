import Market
import Money
import Testing

@testable import Trading

@Suite("A session that outlives its script")
struct OutlivedScriptTests {
  private static func bench(_ policy: StrategyDeclaration.ErrorPolicy) throws -> Bench {
    var bench = Bench { setup in
      setup.outlivesScript = true
      setup.declaration.onError = policy
    }
    try bench.at("100") { desk in
      desk.ask(.buy, 10, protection: ProtectionRequest(stopLoss: at("95")))
    }
    return bench
  }

  @Test("The last stop stays in force, entries are denied, one alert is given")
  func exitOnly() throws {
    var bench = try Self.bench(.exitOnly)
    try bench.failing(at: "99") { desk in desk.ask(.buy, 1) }
    #expect(bench.desk.mode == .exitOnly)
    #expect(bench.alerts == 1)
    #expect(bench.byHand(.buy, 1) == "EXIT_ONLY")
    try bench.at("94")
    #expect(bench.fills.last == "SELL 10 @ 94.00 stop_loss")
    #expect(bench.alerts == 1)
  }

  @Test("With flatten everything is sold at once")
  func flatten() throws {
    var bench = try Self.bench(.flatten)
    try bench.failing(at: "99") { _ in }
    #expect(bench.fills.last == "SELL 10 @ 99.00 limit:on_error")
    #expect(bench.byHand(.buy, 1) == "EXIT_ONLY")
  }

  @Test("With halt nothing is taken, and the stop still works")
  func halt() throws {
    var bench = try Self.bench(.halt)
    try bench.failing(at: "99") { _ in }
    #expect(bench.byHand(.sell, 1) == "HALTED")
    try bench.at("94")
    #expect(bench.fills.last == "SELL 10 @ 94.00 stop_loss")
  }

  @Test("It is told of its own failure, and cannot trade in it")
  func told() throws {
    var heard: [String] = []
    var bench = try Self.bench(.exitOnly)
    bench.engine.rules.onCall = { call, desk in
      heard.append(call.callback)
      if case .error = call { desk.ask(.sell, 10) }
      return .completed
    }
    try bench.failing(at: "99") { _ in }
    #expect(heard == ["on_error"])
    #expect(bench.desk.heldPosition(sbin).quantity == 10)
  }

  @Test("Resumed, it starts with what is open and trades again")
  func resumed() throws {
    var starts: [(Bool, [InstrumentID])] = []
    var bench = try Self.bench(.exitOnly)
    try bench.failing(at: "99") { _ in }
    bench.engine.rules.onCall = { call, _ in
      if case .start(_, let isResumed, let open) = call { starts.append((isResumed, open)) }
      return .completed
    }
    bench.engine.resume(script: 0, mode: .paper, into: &bench.effects)
    #expect(starts.count == 1)
    #expect(starts.first?.0 == true)
    #expect(starts.first?.1 == [sbin])
    #expect(bench.desk.isScriptRunning)
    try bench.at("99") { desk in desk.ask(.buy, 1) }
    #expect(bench.fills.last == "BUY 1 @ 99.00 script")
  }
}

extension Bench {
  /// How many alerts were given.
  var alerts: Int { effects.count { if case .alert = $0 { true } else { false } } }
}
