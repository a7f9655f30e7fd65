import Testing
import Trading

@Suite("The list of orders that a script walks through")
struct OrderListingTests {
  /// The places that it has.
  private static func places(_ desk: Desk) -> [Int] {
    var places: [Int] = []
    var next = desk.listedOrder(from: 0)
    while next < desk.orderCount() {
      places.append(next)
      next = desk.listedOrder(from: next + 1)
    }
    return places
  }

  @Test("has all orders that work, and of those that have ended the last 10,000")
  func bounded() throws {
    var bench = Bench { $0.increment = "0.01" }
    try bench.at("2") { desk in
      for _ in 0..<3 { desk.ask(.buy, 1) }
      desk.ask(.buy, 1, type: .limit, price: "1")
      for _ in 0..<5_000 { desk.ask(.buy, 1) }
      desk.ask(.buy, 1, type: .limit, price: "1.5")
    }
    #expect(Self.places(bench.desk) == Array(0..<5_005))
    try bench.at("2") { desk in for _ in 0..<6_000 { desk.ask(.buy, 1) } }
    // 11,003 have ended, so the first 1,003 of them are left out.
    #expect(bench.desk.orderCount() == 11_005)
    #expect(Self.places(bench.desk) == [3] + Array(1_004..<11_005))
    // Orders that were asked for just now have not ended.
    let notes = Places()
    try bench.at("2") { desk in
      for _ in 0..<100 { desk.ask(.buy, 1) }
      notes.places = Self.places(desk)
    }
    #expect(notes.places == [3] + Array(1_004..<11_105))
    try bench.at("1")
    #expect(Self.places(bench.desk) == Array(1_105..<11_105))
  }

  private final class Places {
    var places: [Int] = []
  }
}
