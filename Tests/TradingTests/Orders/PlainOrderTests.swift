import Market
import Money
import Testing

@testable import Trading

/// Plain market orders, which take a way of their own to the gate.
@Suite("Plain market orders")
struct PlainOrderTests {
  @Test("are judged, denied and booked as any other request, with the line they were asked in")
  func same() throws {
    var plain = Bench { $0.cash = "1000" }
    var long = Bench { $0.cash = "1000" }
    for line in 1...8 as ClosedRange<Int32> {
      // Too much for the wallet, a purchase, more than is held, a sale; then all of it again.
      let asked: [(OrderSide, Int64)] = [(.buy, 99), (.buy, 5), (.sell, 9), (.sell, 5)]
      let (side, quantity) = asked[Int(line - 1) % 4]
      try plain.at("100") { desk in
        _ = desk.placeMarket(
          side, sbin, quantity: quantity, isClose: false, file: "test.lua", line: line)
      }
      try long.at("100") { desk in
        desk.ask(side, quantity) { $0.source = "test.lua:\(line)" }
      }
    }
    #expect(plain.fills == long.fills && plain.orders == long.orders)
    #expect(plain.desk.denials == long.desk.denials && plain.desk.denialCount == 4)
    #expect(plain.desk.denials.map(\.source) == [1, 3, 5, 7].map { "test.lua:\($0)" })
    #expect(plain.desk.ledger == long.desk.ledger)
  }

  @Test("that close take the place of resting exits")
  func close() throws {
    var bench = Bench()
    try bench.at("100") { $0.buy(10) }
    try bench.at("100") { $0.ask(.sell, 6, type: .limit, price: "120") }
    try bench.at("100") { desk in
      _ = desk.placeMarket(.sell, sbin, quantity: 10, isClose: true, file: "test.lua", line: 1)
    }
    #expect(bench.orders == ["BUY-1 executed", "SELL-2 cancelled", "SELL-3 executed"])
    #expect(bench.desk.holdsNothing)
  }
}
