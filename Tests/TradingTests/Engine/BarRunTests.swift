import Market
import Money
import TestSupport
import Testing
import Trading

@Suite("Bars in runs of ticks")
struct BarRunTests {
  /// A script that takes as many ticks at once as it gets, and notes the bars between them.
  private struct Noting: RuleSet {
    var lines: [String] = []
    var ticks: Int64 = 0
    var runs = 0
    /// Takes part of a run, as one does whose callback asks for something.
    var generator = SplitMix64(seed: 0)

    mutating func run(
      _ run: TickRun, of ticks: Span<Tick>, script: Int, desk: inout Desk
    ) -> RunEnd {
      let count = generator.below(3) == 0 ? 1 + Int(generator.below(UInt64(run.count))) : run.count
      let range = run.range.lowerBound..<run.range.lowerBound + count
      if !run.isTaken { desk.take(range, of: run, in: ticks) }
      self.ticks += Int64(count)
      runs += 1
      return RunEnd(count: count, outcome: .completed)
    }

    mutating func call(_ call: ScriptCall, script: Int, desk: inout Desk) -> CallOutcome {
      if case .bar(let bar) = call { lines.append("\(ticks) \(bar)") }
      return .completed
    }

    func hearsEvents(script: Int) -> Bool { false }
  }

  /// Ticks of two symbols, of which the second is seldom; volumes grow and are corrected now and then.
  private static func ticks(seed: UInt64) -> [Tick] {
    var generator = SplitMix64(seed: seed)
    var time: Int64 = 1_700_000_000_000
    var volume: Int64 = 0
    return (1...900).map { _ in
      time += Int64(generator.below(generator.below(40) == 0 ? 90_000 : 900))
      volume += Int64(generator.below(90)) - (generator.below(30) == 0 ? 50 : 0)
      let ltp = Price(micros: 100_000_000 + Int64(generator.below(100)) * 50_000)
      return Tick(
        time: EventTime(milliseconds: time), instrument: generator.below(20) == 0 ? tcs : sbin,
        bid: ltp, ask: ltp, ltp: ltp, volume: max(0, volume))
    }
  }

  private static func engine(_ bars: [String], seed: UInt64) -> Engine<Noting> {
    var declaration = StrategyDeclaration(name: "bars", symbols: ["A", "B"])
    declaration.bars = bars
    var desk = Desk(
      index: 0, declaration: declaration, settings: Desk.Settings(initial: amount("500000")))
    desk.add(Instrument(id: sbin, symbol: "A"), isDeclared: true)
    desk.add(Instrument(id: tcs, symbol: "B"), isDeclared: true)
    return Engine(desks: [desk], rules: Noting(generator: SplitMix64(seed: seed)))
  }

  @Test(
    "close between the same ticks and hold the same, whatever the runs",
    arguments: 0..<8 as Range<UInt64>, [["1m"], ["1s"], ["5s", "1m", "1d"], ["15s", "1h"]])
  func runs(seed: UInt64, bars: [String]) throws {
    let ticks = Self.ticks(seed: seed)
    var single = Self.engine(bars, seed: seed)
    var effects: [Effect] = []
    single.start(at: ticks[0].time, mode: .replay, into: &effects)
    for tick in ticks { try single.process(tick, into: &effects) }
    #expect(single.rules.lines.count > 3, "seed \(seed)")
    #expect(single.rules.runs == ticks.count)

    for size in [2, 64, 900] {
      var engine = Self.engine(bars, seed: seed)
      engine.start(at: ticks[0].time, mode: .replay, into: &effects)
      for start in stride(from: 0, to: ticks.count, by: size) {
        let batch = Array(ticks[start..<min(start + size, ticks.count)])
        var progress = BatchProgress()
        while progress.done < batch.count {
          try engine.process(batch.span, &progress, into: &effects)
        }
      }
      #expect(engine.rules.lines == single.rules.lines, "seed \(seed), size \(size)")
      #expect(engine.rules.ticks == Int64(ticks.count), "seed \(seed), size \(size)")
      guard size == 900, !bars.contains("1s") else { continue }
      // They end at the ends of bars, and where a bar begins.
      #expect(engine.rules.runs < ticks.count / 2, "seed \(seed): \(engine.rules.runs) runs")
    }
  }
}
