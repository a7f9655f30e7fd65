import Market
import Money
import TestSupport
import Testing

@testable import Trading

@Suite("Snapshots")
struct SnapshotTests {
  private static func desk(_ name: String, symbol: String = "SIM:A") -> Desk {
    var desk = Desk(
      index: 0, declaration: StrategyDeclaration(name: name, symbols: [symbol]),
      settings: Desk.Settings(initial: amount("1000")))
    desk.add(Instrument(id: sbin, symbol: symbol), isDeclared: true)
    return desk
  }

  @Test("a snapshot of other desks is refused, with both names")
  func other() {
    let snapshot = Engine(desks: [Self.desk("a")], rules: ScriptedRules()).snapshot()
    for desks in [
      [Self.desk("b")], [Self.desk("a", symbol: "SIM:B")], [], [Self.desk("a"), Self.desk("a")],
    ] {
      var engine = Engine(desks: desks, rules: ScriptedRules())
      #expect(
        throws: SnapshotError.otherDesks(
          expected: desks.map(\.declaration.name), found: ["a"])
      ) { try engine.restore(snapshot) }
    }
  }

  @Test("what happens after a snapshot was taken does not change it")
  func value() throws {
    var bench = Bench()
    try bench.at("100") { $0.buy(10, stop: "95") }
    bench.effects = []
    let snapshot = bench.engine.snapshot()
    try bench.at("90")
    #expect(bench.desk.openInstruments.isEmpty)
    var other = Bench()
    other.effects = []
    try other.engine.restore(snapshot)
    other.time = bench.time
    #expect(other.desk.heldPosition(sbin).quantity == 10 && other.desk.stopText == "95.00")
    try other.at("94")
    #expect(other.fills == ["SELL 10 @ 94.00 stop_loss"])
    #expect(other.desk.orders[1].id == "SELL-2")
  }

  /// A snapshot with something in every part of it.
  private static func full() throws -> EngineSnapshot {
    var bench = Bench()
    try bench.at("100") {
      $0.buy(10, stop: "95")
      _ = $0.setTimer(.every(nanoseconds: 60_000_000_000))
    }
    try bench.at("101") { $0.buy(1_000_000_000) }
    bench.effects = []
    return bench.engine.snapshot()
  }

  @Test("a snapshot's bytes give a snapshot of the same bytes")
  func roundTrip() throws {
    let bytes = try Self.full().bytes
    #expect(try EngineSnapshot(bytes: bytes).bytes == bytes)
  }

  @Test("no truncation is a snapshot, and every one is refused with a sentence")
  func truncations() throws {
    let bytes = try Self.full().bytes
    for count in bytes.indices {
      #expect {
        try EngineSnapshot(bytes: Array(bytes.prefix(count)))
      } throws: { error in
        guard case .malformed(let sentence)? = error as? SnapshotError else { return false }
        return sentence.hasPrefix("byte ")
      }
    }
    #expect(throws: SnapshotError.self) { try EngineSnapshot(bytes: bytes + [0]) }
  }

  @Test("mutated bytes are refused, or are a snapshot that is written as it was read")
  func mutations() throws {
    let bytes = try Self.full().bytes
    var random = SplitMix64(seed: 16)
    for _ in 0..<20_000 {
      var changed = bytes
      for _ in 0...random.below(3 as Int64) {
        let place = Int(random.below(Int64(changed.count)))
        changed[place] = UInt8(random.below(256 as Int64))
      }
      guard let snapshot = try? EngineSnapshot(bytes: changed) else { continue }
      #expect(snapshot.bytes == changed)
    }
  }

  @Test("another version is named")
  func version() throws {
    var bytes = try Self.full().bytes
    bytes[8] = 9
    #expect(throws: SnapshotError.otherVersion(found: 9, read: EngineSnapshot.version)) {
      try EngineSnapshot(bytes: bytes)
    }
  }
}
