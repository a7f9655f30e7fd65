import Market
import Money
import TestSupport
import Testing
import Trading

@Suite("Batches of ticks")
struct BatchTests {
  /// A script that buys and sells all the time, and may or may not listen to what comes of it.
  private struct Churn: RuleSet {
    var listens = true
    var calls = 0

    mutating func run(
      _ run: TickRun, of ticks: Span<Tick>, script: Int, desk: inout Desk
    ) -> RunEnd {
      run.first(of: ticks, at: &desk) { tick, number, desk in onTick(tick, number, &desk) }
    }

    private func onTick(_ tick: Tick, _ sequence: Int64, _ desk: inout Desk) -> CallOutcome {
      guard sequence % 3 == 0 || sequence % 7 == 1 else { return .completed }
      if desk.heldQuantity(tick.instrument) == 0 {
        desk.ask(.buy, 10, tick.instrument)
      } else {
        desk.close(tick.instrument)
      }
      return .completed
    }

    mutating func call(_ call: ScriptCall, script: Int, desk: inout Desk) -> CallOutcome {
      switch call {
      case .fill, .order, .position: calls += 1
      default: break
      }
      return .completed
    }

    func hearsEvents(script: Int) -> Bool { listens }
  }

  /// Ticks of two symbols in runs of changing length.
  private static func ticks(seed: UInt64) -> [Tick] {
    var generator = SplitMix64(seed: seed)
    var instrument = sbin
    return (1...400).map { second in
      if generator.below(9) == 0 { instrument = instrument == sbin ? tcs : sbin }
      let ltp = Price(micros: 100_000_000 + Int64(generator.below(100)) * 50_000)
      return Tick(
        time: EventTime(milliseconds: 1_700_000_000_000 + Int64(second) * 1_000),
        instrument: instrument, bid: ltp, ask: ltp, ltp: ltp)
    }
  }

  private static func engine(_ rules: Churn) -> Engine<Churn> {
    var declaration = StrategyDeclaration(name: "churn", symbols: ["A", "B"])
    declaration.symbols = ["A", "B"]
    var desk = Desk(
      index: 0, declaration: declaration, settings: Desk.Settings(initial: amount("500000")))
    desk.add(Instrument(id: sbin, symbol: "A"), isDeclared: true)
    desk.add(Instrument(id: tcs, symbol: "B"), isDeclared: true)
    return Engine(desks: [desk], rules: rules)
  }

  private static func decisions(_ effects: [Effect]) -> [Decision] {
    effects.compactMap { effect in
      if case .decision(_, let decision) = effect { decision } else { nil }
    }
  }

  @Test(
    "decide as ticks one by one, whatever their size and whoever listens",
    arguments: 0..<10 as Range<UInt64>, [1, 7, 64, 400])
  func sizes(seed: UInt64, size: Int) throws {
    let ticks = Self.ticks(seed: seed)
    var single = Self.engine(Churn())
    var expected: [Effect] = []
    single.start(at: ticks[0].time, mode: .replay, into: &expected)
    for tick in ticks { try single.process(tick, into: &expected) }
    #expect(single.rules.calls > 0, "seed \(seed)")

    for listens in [true, false] {
      var engine = Self.engine(Churn(listens: listens))
      var all: [Effect] = []
      var effects: [Effect] = []
      engine.start(at: ticks[0].time, mode: .replay, into: &effects)
      for start in stride(from: 0, to: ticks.count, by: size) {
        let batch = Array(ticks[start..<min(start + size, ticks.count)])
        var progress = BatchProgress()
        while progress.done < batch.count {
          try engine.process(batch.span, &progress, into: &effects)
          all += effects
          effects.removeAll(keepingCapacity: true)
        }
      }
      #expect(Self.decisions(all) == Self.decisions(expected), "seed \(seed), size \(size)")
      #expect(engine.desks[0].ledger.wallet == single.desks[0].ledger.wallet, "seed \(seed)")
      #expect(engine.rules.calls == (listens ? single.rules.calls : 0), "seed \(seed)")
    }
  }
}
