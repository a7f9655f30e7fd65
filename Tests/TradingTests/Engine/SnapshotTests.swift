import Market
import Money
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
}
