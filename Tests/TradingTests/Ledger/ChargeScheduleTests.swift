import Market
import Money
import Testing

@testable import Trading

@Suite("Charges of a fill")
struct ChargeScheduleTests {
  @Test("a flat schedule charges a commission, rounded half up to the paisa, and nothing else")
  func flat() throws {
    for (value, charged) in [("54950", "27.48"), ("55000", "27.50"), ("0", "0"), ("9.99", "0")] {
      let charges = try ChargeSchedule.standard.charges(on: amount(value))
      #expect(charges[.commission] == amount(charged))
      #expect(try charges.total() == amount(charged))
      #expect(Charges.Name.allCases.map(\.text) == ["commission"])
    }
  }

  @Test("what fills were charged, name by name, adds up to what the ledger has paid")
  func sum() throws {
    var bench = Bench()
    try bench.at("550") { $0.ask(.buy, 100) }
    try bench.at("549.50") { $0.ask(.sell, 40) }
    try bench.at("551") { $0.close() }
    var paid: Int64 = 0
    for case .filled(_, let fill, _) in bench.effects {
      for name in Charges.Name.allCases { paid += fill.charges[name].micros }
      #expect(try fill.charges.total() == fill.commission)
    }
    #expect(paid == bench.desk.ledger.commission.micros && paid > 0)
  }

  @Test("a charge beyond the range of amounts denies the order and traps nothing")
  func overflow() throws {
    #expect(throws: MoneyError.self) {
      try ChargeSchedule(commission: CommissionRate(nanos: 1_000_000_000) ?? .standard)
        .charges(on: Amount(micros: .max))
    }
  }
}
