import Testing

@Suite("Random sessions")
struct SimulationTests {
  static let seedsPerBatch: UInt64 = 500

  @Test("the books balance after every event, whatever happens", arguments: 0..<20 as Range<UInt64>)
  func books(batch: UInt64) {
    var fills = 0
    for seed in batch * Self.seedsPerBatch..<(batch + 1) * Self.seedsPerBatch {
      let outcome = RandomSession.run(seed: seed)
      fills += outcome.fills
      #expect(outcome.complaints.isEmpty, "seed \(seed)")
      if seed % 10 == 0 {
        #expect(RandomSession.run(seed: seed) == outcome, "seed \(seed) has two outcomes")
      }
    }
    #expect(fills > 500, "the sessions trade too little to show anything")
  }
}
