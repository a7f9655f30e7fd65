import Foundation
import Testing

@Suite("Random sessions")
struct SimulationTests {
  static let seedsPerBatch: UInt64 = 500

  @Test("the books balance after every event, whatever happens", arguments: 0..<20 as Range<UInt64>)
  func books(batch: UInt64) {
    var fills = 0
    var reasons: Set<String> = []
    for seed in batch * Self.seedsPerBatch..<(batch + 1) * Self.seedsPerBatch {
      let outcome = RandomSession.run(seed: seed)
      fills += outcome.fills
      reasons.formUnion(outcome.reasons)
      #expect(outcome.complaints.isEmpty, "seed \(seed)")
      if seed % 10 == 0 {
        #expect(RandomSession.run(seed: seed) == outcome, "seed \(seed) has two outcomes")
      }
    }
    #expect(fills > 400, "the sessions trade too little to show anything")
    for reason in [
      "day_end", "ioc", "operator", "square_off", "time_exit", "timeout",
      "SESSION_CLOSED", "STALE_FEED",
    ] {
      #expect(reasons.contains(reason), "no session has \(reason)")
    }
  }

  @Test(
    "clock events decide nothing: with some thrown in at any moments everything is as without",
    arguments: 0..<20 as Range<UInt64>)
  func clockEvents(batch: UInt64) {
    for seed in batch * Self.seedsPerBatch..<(batch + 1) * Self.seedsPerBatch
    where Self.looksAtAll || seed % 8 == 1 {
      #expect(
        RandomSession.run(seed: seed, withClockEvents: true) == RandomSession.run(seed: seed),
        "seed \(seed)")
    }
  }

  /// Whether every seed is looked at, rather than a sample: `scripts/nightly` says so.
  private static let looksAtAll = ProcessInfo.processInfo.environment["SAUDA_NIGHTLY"] != nil

  @Test(
    "a new engine goes on from a snapshot to the same decisions, wherever it was taken",
    arguments: 0..<20 as Range<UInt64>)
  func restored(batch: UInt64) {
    for seed in batch * Self.seedsPerBatch..<(batch + 1) * Self.seedsPerBatch
    where Self.looksAtAll || seed % 5 == 0 {
      let place = Int(seed * 0x9E37_79B9 >> 7) % RandomSession.ticks
      let outcome = RandomSession.run(seed: seed, restoring: [place])
      #expect(
        outcome == RandomSession.run(seed: seed), "seed \(seed), restored before tick \(place)")
    }
    let every = Set(0..<RandomSession.ticks)
    for seed in batch * 4..<(batch + 1) * 4 {
      #expect(
        RandomSession.run(seed: seed, restoring: every) == RandomSession.run(seed: seed),
        "seed \(seed), restored before every tick")
    }
  }
}
