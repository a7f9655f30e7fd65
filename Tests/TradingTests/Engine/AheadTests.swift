import Market
import Money
import TestSupport
import Testing

@testable import Trading

@Suite("Scripts that run ahead of each other")
struct AheadTests {
  private static func decisions(_ effects: [Effect]) -> [Decision] {
    effects.compactMap { if case .decision(_, let decision) = $0 { decision } else { nil } }
  }

  @Test(
    "decide what they decide in turns, with the same order numbers in the same order",
    arguments: 0..<40 as Range<UInt64>, [0, 1_500_000_000] as [Int64])
  func same(seed: UInt64, latency: Int64) throws {
    let ticks = Crowd.ticks(seed: seed)
    var turns = Crowd.engine(seed: seed, latency: latency)
    var expected: [Effect] = []
    turns.start(at: ticks[0].time, mode: .replay, into: &expected)
    for tick in ticks { try turns.process(tick, into: &expected) }

    var engine = Crowd.engine(seed: seed, latency: latency)
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
