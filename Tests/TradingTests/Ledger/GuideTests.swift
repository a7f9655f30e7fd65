import Market
import Money
import Testing
import Trading

@Suite("The guide's figures")
struct GuideTests {
  @Test("a market buy fills at the ask and pays value and commission")
  func marketBuy() throws {
    var bench = Bench()
    try bench.tick("549.50", "550.00", "549.75") { $0.buy(100) }
    let order = bench.desk.orders[0]
    #expect(order.id == "BUY-1")
    #expect(order.status == .executed)
    #expect(order.filled == 100)
    #expect(order.value == amount("55000"))
    #expect(order.commission == amount("27.50"))
    #expect(bench.desk.ledger.wallet == amount("444972.50"))
  }

  @Test("a stop-loss sells the position at the bid and leaves two orders")
  func stopLossTrigger() throws {
    var bench = Bench()
    try bench.tick("549.50", "550.00", "549.75") { $0.buy(100, stop: "545.00") }
    try bench.tick("544.50", "545.00", "544.75")
    let sale = bench.desk.orders[1]
    #expect(bench.desk.orders.count == 2)
    #expect(sale.id == "SELL-2")
    #expect(sale.value == amount("54450"))
    #expect(bench.desk.texts[sale.reason] == "stop_loss")
    #expect(!bench.desk.heldPosition(sbin).isOpen)
  }

  @Test("a round trip realizes price difference less both commissions")
  func roundTrip() throws {
    var bench = Bench()
    try bench.tick("549.50", "550.00", "549.75") { $0.buy(100) }
    try bench.tick("549.50", "550.00", "549.75") { $0.sell(100) }
    let sale = bench.desk.orders[1]
    #expect(sale.commission == amount("27.48"))
    #expect(sale.realized == amount("-77.48"))
    #expect(bench.desk.ledger.wallet == amount("499895.02"))
    #expect(bench.desk.ledger.realized == amount("-104.98"))
  }

  @Test("a buy beyond the wallet is denied with need and available")
  func insufficientBalance() throws {
    var bench = Bench { $0.cash = "50000" }
    var ticket: OrderTicket?
    try bench.tick("549.50", "550.00", "549.75") { ticket = $0.buy(100) }
    #expect(ticket?.denial == .funds)
    #expect(
      ticket?.detail == "Insufficient balance. Need: ₹55,027.50, Available: ₹50,000.00")
    #expect(bench.desk.orders.count == 0)
  }

  @Test("a sale beyond the holding is denied whole")
  func insufficientQuantity() throws {
    var bench = Bench()
    try bench.tick("549.50", "550.00", "549.75") { $0.buy(10) }
    var ticket: OrderTicket?
    try bench.tick("549.50", "550.00", "549.75") { ticket = $0.sell(11) }
    #expect(ticket?.denial == .quantity)
    #expect(ticket?.detail == "Insufficient quantity. Need: 11, Available: 10")
  }
}
