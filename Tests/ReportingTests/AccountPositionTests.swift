import Money
import Reporting
import TestSupport
import Testing

@Suite("positions of an account")
struct AccountPositionTests {
  /// A share of a symbol at a last price of 103: bought, or sold short, at one price.
  private static func share(
    _ strategy: String, _ quantity: Int64, at paid: String, last: String = "103",
    of symbol: String = "SIM:A"
  ) -> AccountPosition.Share {
    let cost = price(paid).micros * (quantity < 0 ? -quantity : quantity)
    let worth = price(last).micros * quantity
    return AccountPosition.Share(
      strategy: strategy,
      position: PositionReport(
        symbol: symbol, quantity: quantity, cost: Amount(micros: cost), currentPrice: price(last),
        unrealizedPnL: Amount(micros: quantity < 0 ? cost + worth : worth - cost)))
  }

  /// What two hold, and what the account is to say of it.
  struct Row: CustomTestStringConvertible {
    var held: [(quantity: Int64, paid: String)]
    var quantity: Int64
    var average: String?
    var unrealized: String
    var percent: String

    var testDescription: String {
      held.map { "\($0.quantity) at \($0.paid)" }.joined(separator: ", ")
    }
  }

  static let rows = [
    Row(held: [(10, "100")], quantity: 10, average: "100", unrealized: "30", percent: "3.00"),
    Row(
      held: [(10, "100"), (3, "101")], quantity: 13, average: "100.230769", unrealized: "36",
      percent: "2.762855"),
    Row(
      held: [(-10, "100"), (-3, "101")], quantity: -13, average: "100.230769",
      unrealized: "-36", percent: "-2.762855"),
    // 1000 − 330 for 7: sold at 95.714286, the account would be where it began.
    Row(
      held: [(10, "100"), (-3, "110")], quantity: 7, average: "95.714286", unrealized: "51",
      percent: "3.834586"),
    Row(
      held: [(3, "100"), (-10, "110")], quantity: -7, average: "114.285714", unrealized: "79",
      percent: "5.642857"),
    // What the short brought is more than the long cost: no price is low enough to lose.
    Row(
      held: [(10, "100"), (-9, "200")], quantity: 1, average: "-800", unrealized: "903",
      percent: "32.25"),
    Row(
      held: [(5, "100"), (-5, "104")], quantity: 0, average: nil, unrealized: "20",
      percent: "1.960784"),
  ]

  @Test("quantities, costs and profits are summed with their signs", arguments: rows)
  func sums(row: Row) {
    let position = AccountPosition(
      row.held.enumerated().map { place, held in
        Self.share("s\(place)", held.quantity, at: held.paid)
      })
    #expect(position.quantity == row.quantity)
    #expect(position.averagePrice == row.average.map(price))
    #expect(position.unrealizedPnL == rupees(row.unrealized))
    #expect(position.unrealizedPnLPercent.description == row.percent)
    #expect(position.currentPrice == price("103"))
  }

  @Test(
    "profit is last price less average, times quantity, whatever the sides",
    arguments: 1...20 as ClosedRange<UInt64>)
  func identity(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let last = "\(generator.below(10_000) + 1)"
    let shares = (0..<(Int(generator.below(4)) + 1)).map { place in
      let units = Int64(generator.below(1_000)) + 1
      return Self.share(
        "s\(place)", generator.below(2) == 0 ? units : -units,
        at: "\(generator.below(10_000) + 1).\(generator.below(10))", last: last)
    }
    let position = AccountPosition(shares)
    guard let average = position.averagePrice else { return }
    let made = (price(last).micros - average.micros) * position.quantity
    // The average is rounded to a millionth, each unit's share of it to half of one.
    let distance = made - position.unrealizedPnL.micros
    #expect(2 * distance.magnitude <= position.quantity.magnitude, "seed \(seed)")
  }

  @Test("each symbol is there once, where it first comes, with its holders in their order")
  func grouping() {
    let shares = [
      Self.share("one", 1, at: "1", of: "B"), Self.share("one", 2, at: "1", of: "A"),
      Self.share("two", 3, at: "1", of: "A"), Self.share("two", 4, at: "1", of: "C"),
    ]
    let positions = AccountPosition.all(of: shares)
    #expect(positions.map(\.symbol) == ["B", "A", "C"])
    #expect(positions.map(\.quantity) == [1, 5, 4])
    #expect(positions[1].shares.map(\.strategy) == ["one", "two"])
    #expect(AccountPosition.all(of: []).isEmpty)
  }

  @Test("sums beyond the range stop at its ends")
  func extremes() {
    let most = PositionReport(
      symbol: "A", quantity: .max, cost: Amount(micros: .max), currentPrice: price("1"),
      unrealizedPnL: Amount(micros: .max))
    let least = PositionReport(
      symbol: "A", quantity: -.max, cost: Amount(micros: .max), currentPrice: price("1"),
      unrealizedPnL: Amount(micros: -.max))
    for one in [most, least] {
      let twice = AccountPosition(["a", "b"].map { .init(strategy: $0, position: one) })
      #expect(twice.quantity == (one.quantity < 0 ? .min : .max))
      #expect(twice.unrealizedPnL.micros == (one.quantity < 0 ? .min : .max))
      #expect(twice.averagePrice == Price(micros: 1))
    }
  }
}
