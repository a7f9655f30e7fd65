import Market
import Money
import Testing
import Trading

@Suite("Shorts")
struct ShortTests {
  static func bench(cash: String = "500000") -> Bench {
    Bench {
      $0.cash = cash
      $0.declaration.allowsShort = true
    }
  }

  @Test("a short sale credits nothing: it pays commission and blocks its value")
  func sale() throws {
    var bench = Self.bench()
    try bench.tick("549.50", "550.00", "549.75") { $0.sell(100) }
    let ledger = bench.desk.ledger
    #expect(ledger.wallet == amount("445022.52"))
    #expect(ledger.cost == amount("54950"))
    #expect(ledger.realized == amount("-27.48"))
    #expect(ledger.unrealized == amount("-25"))
    #expect(ledger.portfolio == amount("499947.52"))
    #expect(bench.desk.position(sbin).quantity == -100)
  }

  @Test("unrealized is (average − mark) × quantity, and a cover realizes it")
  func cover() throws {
    var bench = Self.bench()
    try bench.at("100") { $0.sell(100) }
    try bench.at("110") { $0.sell(100) }
    try bench.at("90")
    #expect(bench.desk.ledger.unrealized == amount("3000"))
    try bench.at("90") { $0.ask(.buy, 100) }
    // Commission 5.00 + 5.50 + 4.50.
    #expect(bench.desk.orders[2].realized == amount("1495.50"))
    #expect(bench.desk.ledger.unrealized == amount("1500"))
    #expect(bench.desk.ledger.cost == amount("10500"))
    try bench.at("120") { $0.ask(.buy, 100) }
    #expect(bench.desk.ledger.wallet == amount("499979"))
    #expect(bench.desk.ledger.portfolio == amount("499979"))
    #expect(bench.desk.ledger.cost == .zero)
  }

  @Test("no order crosses zero, either way")
  func crossing() throws {
    var bench = Self.bench()
    let notes = Notes()
    try bench.at("100") { $0.ask(.buy, 10) }
    try bench.at("100") { notes.tickets.append($0.sell(11)) }
    try bench.at("100") { $0.close() }
    try bench.at("100") { $0.sell(10) }
    try bench.at("100") { notes.tickets.append($0.ask(.buy, 11)) }
    #expect(notes.tickets.map(\.denial) == [.quantity, .quantity])
    #expect(notes.tickets[1].detail == "Insufficient quantity. Need: 11, Available: 10")
  }

  @Test("without allow_short a sale of what is not held is QUANTITY")
  func notAllowed() throws {
    var bench = Bench()
    let notes = Notes()
    try bench.at("100") { notes.tickets.append($0.sell(1)) }
    #expect(notes.tickets[0].detail == "Insufficient quantity. Need: 1, Available: 0")
  }

  @Test("a short needs its value and commission as margin")
  func margin() throws {
    var bench = Self.bench(cash: "1000")
    let notes = Notes()
    try bench.at("100") { notes.tickets.append($0.sell(10)) }
    try bench.at("99.90") { notes.tickets.append($0.sell(10)) }
    #expect(notes.tickets.map(\.denial) == [.funds, nil])
    #expect(bench.desk.ledger.wallet == amount("0.50"))
  }

  @Test("a cover beyond the wallet still fills: the wallet goes below zero, the identity holds")
  func deepLoss() throws {
    var bench = Self.bench(cash: "1000")
    try bench.at("50") { $0.ask(.sell, 10, protection: .init(stopLoss: at("60"))) }
    try bench.at("500")
    #expect(bench.fills.last == "BUY 10 @ 500.00 stop_loss")
    let ledger = bench.desk.ledger
    #expect(ledger.wallet == amount("-3502.75"))
    #expect(ledger.realized == amount("-4502.75"))
    #expect(ledger.portfolio == ledger.wallet)
  }

  @Test("closing and opening the other side in one callback")
  func flip() throws {
    var bench = Self.bench()
    try bench.at("100") { $0.buy(10, stop: "90") }
    try bench.at("100") { desk in
      let closing = desk.close()
      desk.ask(.sell, 5, protection: .init(stopLoss: at("110"))) { $0.follows = closing.index }
    }
    #expect(bench.fills.suffix(2) == ["SELL 10 @ 100.00 script", "SELL 5 @ 100.00 script"])
    #expect(bench.desk.stopText == "110.00")
    try bench.at("110")
    #expect(bench.fills.last == "BUY 5 @ 110.00 stop_loss")
  }

  @Test("a flip is measured by the side it opens")
  func flipLimits() throws {
    var bench = Bench {
      $0.declaration.allowsShort = true
      $0.declaration.limits.maxQuantity = 10
    }
    try bench.at("100") { $0.ask(.buy, 10) }
    try bench.at("100") { desk in
      let closing = desk.close()
      desk.ask(.sell, 10) { $0.follows = closing.index }
    }
    #expect(bench.desk.heldPosition(sbin).quantity == -10)
  }

  @Test("a resting short entry does not fill into a long")
  func turnedAround() throws {
    var bench = Self.bench()
    try bench.at("100") { desk in
      desk.ask(.sell, 5, type: .limit, price: "105")
      desk.ask(.buy, 10, type: .stop, trigger: "104")
    }
    try bench.at("104")
    try bench.at("105")
    #expect(bench.orders == ["SELL-1 failed", "BUY-2 executed"])
    #expect(bench.desk.order(at: 0)?.failure == .quantity)
    #expect(bench.desk.heldPosition(sbin).quantity == 10)
    #expect(bench.desk.holdsNothing)
  }

  @Test("a short sale above its limit blocks what it brings")
  func improvedLimit() throws {
    var bench = Self.bench(cash: "1000")
    let notes = Notes()
    try bench.at("100") { notes.tickets.append($0.ask(.sell, 10, type: .limit, price: "90")) }
    #expect(notes.tickets[0].denial == .funds)
  }
}
