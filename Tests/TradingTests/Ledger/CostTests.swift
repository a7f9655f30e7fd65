import Market
import Money
import Testing
import Trading

@Suite("Cost of positions")
struct CostTests {
  @Test("a partial sale takes cost in proportion, rounded half up; the last share takes the rest")
  func proportion() throws {
    var bench = Bench { $0.rate = .init(nanos: 0) ?? .standard }
    try bench.at("100.05") { $0.ask(.buy, 1) }
    try bench.at("100") { $0.ask(.buy, 2) }
    // 300.05 / 3 = 100.0166…; two thirds are 200.033333…
    try bench.at("100") { $0.sell(2) }
    #expect(bench.desk.orders[2].realized == amount("-0.033333"))
    #expect(bench.desk.ledger.cost == amount("100.016667"))
    try bench.at("100") { $0.sell(1) }
    #expect(bench.desk.orders[3].realized == amount("-0.016667"))
    #expect(bench.desk.ledger.cost == .zero)
    #expect(bench.desk.ledger.realized == amount("-0.05"))
    #expect(bench.desk.ledger.wallet == amount("499999.95"))
  }

  @Test("a half millionth rounds up")
  func half() throws {
    var bench = Bench {
      $0.rate = .init(nanos: 0) ?? .standard
      $0.increment = "0.000001"
    }
    try bench.at("1.000001") { $0.ask(.buy, 1) }
    try bench.at("1") { $0.ask(.buy, 1) }
    try bench.at("1") { $0.sell(1) }
    #expect(bench.desk.ledger.cost == amount("1"))
    #expect(bench.desk.orders[2].realized == amount("-0.000001"))
  }

  @Test("the mark is the last price, and every tick moves it")
  func mark() throws {
    var bench = Bench { $0.rate = .init(nanos: 0) ?? .standard }
    try bench.tick("99", "101", "100") { $0.ask(.buy, 10) }
    #expect(bench.desk.ledger.unrealized == amount("-10"))
    #expect(bench.desk.ledger.portfolio == amount("499990"))
    try bench.tick("104", "106", "105")
    #expect(bench.desk.ledger.unrealized == amount("40"))
    #expect(bench.desk.position(sbin).unrealized == amount("40"))
  }

  @Test("drawdown is the largest fall from a peak, seen at every tick")
  func drawdown() throws {
    var bench = Bench {
      $0.cash = "10000"
      $0.rate = .init(nanos: 0) ?? .standard
    }
    try bench.at("100") { $0.ask(.buy, 100) }
    for ltp in ["110", "105", "120", "111", "119", "112"] { try bench.at(ltp) }
    #expect(bench.desk.ledger.extremes.peak == amount("12000"))
    #expect(bench.desk.ledger.maxDrawdown == amount("900"))
    #expect(bench.desk.ledger.maxDrawdownPeak == amount("12000"))
  }

  @Test("a trade runs from flat to flat; an open one does not count")
  func trades() throws {
    var bench = Bench()
    try bench.at("100") { $0.ask(.buy, 10) }
    try bench.at("110") { $0.ask(.buy, 10) }
    try bench.at("120") { $0.sell(5) }
    try bench.at("120") { $0.sell(15) }
    try bench.at("120") { $0.ask(.buy, 1) }
    // 20 × 120 − 1000 − 1100 − (0.50 + 0.55 + 0.30 + 0.90)
    #expect(bench.desk.trades.count == 1 && bench.desk.trades.netMicros == 297_750_000)
    #expect(bench.desk.ledger.realized == amount("297.69"))
  }

  @Test("commission is rounded half up to the paisa, a fill at a time")
  func commission() throws {
    var bench = Bench()
    // 0.0005 × 10 × 1 = 0.005 → 0.01; 0.0005 × 9.95 = 0.004975 → 0.00
    try bench.at("10") { $0.ask(.buy, 1) }
    try bench.at("9.95") { $0.ask(.buy, 1) }
    #expect(bench.desk.orders[0].commission == amount("0.01"))
    #expect(bench.desk.orders[1].commission == .zero)
  }

  @Test("a price that takes the books out of range ends the session with an error, not a trap")
  func outOfRange() throws {
    var bench = Bench { $0.increment = "0.000001" }
    try bench.at("0.01") { $0.ask(.buy, 1_000_000) }
    #expect(throws: EngineError.valueOutOfRange(symbol: "NSE:SBIN-EQ", sequence: 2)) {
      try bench.at("9223372036854.775807")
    }
  }
}
