import Market
import Money
import TestSupport
import Testing

@testable import Trading

@Suite("Scripts that run ahead of each other")
struct AheadTests {
  /// Scripts that each do as their own seed says, whenever the others have their turn.
  private struct Crowd: RuleSet {
    var randoms: [SplitMix64]
    /// The longest run met.
    var longest = 0

    private mutating func onTick(_ tick: Tick, _ script: Int, _ desk: inout Desk) -> CallOutcome {
      switch randoms[script].below(40) {
      case 0...2: desk.ask(.buy, 1 + randoms[script].below(20), tick.instrument)
      case 3, 4: desk.close(tick.instrument)
      case 5: desk.ask(.sell, 1 + randoms[script].below(5), tick.instrument)
      case 6: rest(below: tick.ltp, of: tick.instrument, &desk)
      case 7: guarded(tick.ltp, of: tick.instrument, &desk)
      case 8: _ = desk.cancel(order: desk.orderCount() - 1, source: "")
      default: break
      }
      return .completed
    }

    private func rest(below ltp: Price, of instrument: InstrumentID, _ desk: inout Desk) {
      var request = OrderRequest(
        side: .buy, instrument: instrument, quantity: .whole(3), type: .limit)
      request.price = RequestedPrice(Price(micros: ltp.micros - 100_000))
      _ = desk.place(request)
    }

    private func guarded(_ ltp: Price, of instrument: InstrumentID, _ desk: inout Desk) {
      let stop = RequestedPrice(Price(micros: ltp.micros - 200_000))
      _ = desk.place(
        OrderRequest(
          side: .buy, instrument: instrument, quantity: .whole(2),
          protection: ProtectionRequest(stopLoss: .price(stop))))
    }

    mutating func run(
      _ run: TickRun, of ticks: Span<Tick>, script: Int, desk: inout Desk
    ) -> RunEnd {
      var done = 0
      for index in run.range {
        if !run.isTaken { desk.take(index..<index + 1, of: run, in: ticks) }
        let outcome = onTick(ticks[run[index].place], script, &desk)
        done += 1
        longest = max(longest, done)
        if !desk.isQuiet { return RunEnd(count: done, outcome: outcome) }
      }
      return RunEnd(count: done, outcome: .completed)
    }

    mutating func call(_ call: ScriptCall, script: Int, desk: inout Desk) -> CallOutcome {
      if case .fill(let fill) = call, randoms[script].below(5) == 0 {
        desk.ask(.buy, 1, fill.instrument)
      }
      return .completed
    }
  }

  private static let symbols = 5

  /// Three scripts: one with two symbols of its own, one with one, one that shares a symbol.
  private static func engine(seed: UInt64, latency: Int64) -> Engine<Crowd> {
    let declared = [[0, 1], [2], [2, 3]]
    var desks: [Desk] = []
    for (index, own) in declared.enumerated() {
      var settings = Desk.Settings(initial: amount("30000"))
      settings.latencyNanoseconds = latency
      var desk = Desk(
        index: index,
        declaration: StrategyDeclaration(name: "s\(index)", symbols: own.map { "SIM:\($0)" }),
        settings: settings)
      for symbol in 0..<symbols {
        desk.add(
          Instrument(id: InstrumentID(index: Int32(symbol)), symbol: "SIM:\(symbol)"),
          isDeclared: own.contains(symbol))
      }
      desks.append(desk)
    }
    let randoms = (0..<3).map { SplitMix64(seed: seed * 31 + UInt64($0)) }
    return Engine(desks: desks, rules: Crowd(randoms: randoms))
  }

  private static func ticks(seed: UInt64) -> [Tick] {
    var random = SplitMix64(seed: seed)
    var time: Int64 = 1_700_000_000_000
    return (0..<600).map { _ in
      // Now and then a new day begins within a batch.
      time += random.below(200) == 0 ? 86_400_000 : random.below(3) * 400
      let ltp = Price(micros: 100_000_000 + random.below(60) * 50_000)
      return Tick(
        time: EventTime(milliseconds: time),
        instrument: InstrumentID(index: Int32(random.below(Int64(symbols)))),
        bid: ltp, ask: Price(micros: ltp.micros + 50_000), ltp: ltp)
    }
  }

  private static func decisions(_ effects: [Effect]) -> [Decision] {
    effects.compactMap { if case .decision(_, let decision) = $0 { decision } else { nil } }
  }

  @Test(
    "decide what they decide in turns, with the same order numbers in the same order",
    arguments: 0..<40 as Range<UInt64>, [0, 1_500_000_000] as [Int64])
  func same(seed: UInt64, latency: Int64) throws {
    let ticks = Self.ticks(seed: seed)
    var turns = Self.engine(seed: seed, latency: latency)
    var expected: [Effect] = []
    turns.start(at: ticks[0].time, mode: .replay, into: &expected)
    for tick in ticks { try turns.process(tick, into: &expected) }

    var engine = Self.engine(seed: seed, latency: latency)
    var ahead = AheadRun()
    var effects: [Effect] = []
    engine.start(at: ticks[0].time, mode: .replay, into: &effects)
    var random = SplitMix64(seed: seed)
    var start = 0
    while start < ticks.count {
      let end = min(ticks.count, start + 1 + Int(random.below(200)))
      let batch = Array(ticks[start..<end])
      #expect(try engine.processAhead(batch.span, &ahead, into: &effects))
      start = end
    }
    #expect(Self.decisions(effects) == Self.decisions(expected), "seed \(seed)")
    #expect(Self.decisions(effects).count > 50, "seed \(seed)")
    #expect(engine.rules.longest > 5, "seed \(seed)")
    #expect(engine.sequence == turns.sequence && engine.ignoredTicks == turns.ignoredTicks)
    for (desk, other) in zip(engine.desks, turns.desks) {
      #expect(desk.ledger == other.ledger, "seed \(seed)")
      #expect(desk.tickCount == other.tickCount && desk.dailyValues == other.dailyValues)
      #expect(
        (0..<desk.orders.count).map { desk.orders[$0] }
          == (0..<other.orders.count).map { other.orders[$0] }, "seed \(seed)")
    }
  }
}
