import Market
import Money
import Testing

@testable import Trading

@Suite("What an operator allows")
struct OperatorTests {
  /// Who may do what in each mode, one row a command.
  static let rows: [(command: OperatorCommand, entry: String, exit: String, held: Bool)] = [
    (.exitOnly, "EXIT_ONLY", "executed", true),
    (.flatten, "EXIT_ONLY", "QUANTITY", false),
    (.halt, "HALTED", "HALTED", true),
    (.resume, "executed", "executed", true),
  ]

  @Test("Each command lets through what it says", arguments: rows)
  func allowed(command: OperatorCommand, entry: String, exit: String, held: Bool) throws {
    var bench = Bench()
    try bench.at("100")
    _ = bench.byHand(.buy, 10)
    bench.command(command)
    #expect(bench.desk.heldPosition(sbin).isOpen == held)
    #expect(bench.byHand(.buy, 1) == entry)
    #expect(bench.byHand(.sell, 1) == exit)
    bench.command(.resume)
    #expect(bench.byHand(.buy, 1) == "executed")
  }

  @Test("Flatten sells at the bid, with the operator as the reason")
  func flatten() throws {
    var bench = Bench()
    try bench.tick("99", "101", "100")
    _ = bench.byHand(.buy, 10)
    bench.command(.flatten)
    #expect(bench.fills.last == "SELL 10 @ 99.00 operator")
  }

  @Test(
    "Working entries are taken back, stops keep working",
    arguments: [
      OperatorCommand.exitOnly, .halt,
    ])
  func stops(command: OperatorCommand) throws {
    var bench = Bench()
    try bench.at("100") { desk in
      desk.ask(.buy, 10, protection: ProtectionRequest(stopLoss: at("95")))
      desk.ask(.buy, 5, type: .limit, price: "90")
    }
    bench.command(command)
    #expect(bench.orders == ["BUY-1 executed", "BUY-2 cancelled"])
    try bench.at("94")
    #expect(bench.fills.last == "SELL 10 @ 94.00 stop_loss")
  }

  @Test("A feed in trouble denies entries and nothing else")
  func feedTrouble() throws {
    var bench = Bench()
    try bench.at("100")
    _ = bench.byHand(.buy, 10)
    bench.connection("disconnected", deniesEntries: true)
    #expect(bench.byHand(.buy, 1) == "STALE_FEED")
    #expect(bench.byHand(.sell, 1) == "executed")
    bench.connection("connected", deniesEntries: false)
    #expect(bench.byHand(.buy, 1) == "STALE_FEED", "no tick has come since")
    #expect(bench.byHand(.sell, 1) == "executed")
    try bench.at("101")
    #expect(bench.byHand(.buy, 1) == "executed")
  }

  @Test("A symbol that has ticked since the feed came back is entered, the others are not")
  func firstTickAfterReconnect() throws {
    var bench = Bench { setup in setup.symbols = ["NSE:SBIN-EQ", "NSE:TCS-EQ"] }
    try bench.at("100")
    try bench.at("3000", tcs)
    bench.connection("disconnected", deniesEntries: true)
    bench.connection("connected", deniesEntries: false)
    try bench.at("3000", tcs)
    #expect(bench.byHand(.buy, 1) == "STALE_FEED")
    try bench.at("100")
    #expect(bench.byHand(.buy, 1) == "executed")
  }
}

extension Bench {
  /// A change of the feed a second later.
  mutating func connection(_ state: String, deniesEntries: Bool) {
    time += 1_000
    engine.connectionChanged(
      to: state, trouble: deniesEntries ? .disconnected : nil, at: EventTime(milliseconds: time),
      into: &effects)
  }
}
