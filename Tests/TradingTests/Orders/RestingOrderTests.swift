import Market
import Money
import Testing
import Trading

/// A resting order asked at bid 99, ask 101, last 100, a path of quotes, and its fill.
struct RestingPath: CustomTestStringConvertible, Sendable {
  let label: String
  let side: OrderSide
  let type: OrderType
  var price: String?
  var trigger: String?
  /// Bid, ask and last price of each tick.
  let path: [(String, String, String)]
  /// The tick it fills at, 0 for the one it was asked at, and the price; nil: never.
  let fill: (tick: Int, price: String)?
  var testDescription: String { "\(side.text) \(type.text): \(label)" }
}

@Suite("Resting orders")
struct RestingOrderTests {
  static let paths: [RestingPath] = [
    RestingPath(
      label: "fills once the ask is at the limit, at the ask", side: .buy, type: .limit,
      price: "98", path: [("97", "98.05", "95"), ("96", "97", "99")], fill: (2, "97")),
    RestingPath(
      label: "marketable at once fills at the ask", side: .buy, type: .limit, price: "105",
      path: [], fill: (0, "101")),
    RestingPath(
      label: "at the ask fills at once", side: .buy, type: .limit, price: "101", path: [],
      fill: (0, "101")),
    RestingPath(
      label: "fills once the bid is at the limit, at the bid", side: .sell, type: .limit,
      price: "105", path: [("104.95", "107", "110"), ("106", "107", "100")], fill: (2, "106")),
    RestingPath(
      label: "marketable at once fills at the bid", side: .sell, type: .limit, price: "95",
      path: [], fill: (0, "99")),
    RestingPath(
      label: "triggers at the last price and fills at the ask", side: .buy, type: .stop,
      trigger: "105", path: [("105", "106", "104.95"), ("103", "107", "105")], fill: (2, "107")),
    RestingPath(
      label: "triggers at once when the last price is there", side: .buy, type: .stop,
      trigger: "100", path: [], fill: (0, "101")),
    RestingPath(
      label: "triggers at the last price and fills at the bid", side: .sell, type: .stop,
      trigger: "95", path: [("94", "96", "95.05"), ("90", "96", "95")], fill: (2, "90")),
    RestingPath(
      label: "becomes a limit in the tick that triggers it", side: .buy, type: .stopLimit,
      price: "106", trigger: "105", path: [("104", "106", "105")], fill: (1, "106")),
    RestingPath(
      label: "once triggered waits for its limit", side: .buy, type: .stopLimit, price: "106",
      trigger: "105", path: [("104", "107", "105"), ("90", "94", "90")], fill: (2, "94")),
    RestingPath(
      label: "does not fill before its trigger", side: .buy, type: .stopLimit, price: "106",
      trigger: "105", path: [("90", "94", "90")], fill: nil),
    RestingPath(
      label: "becomes a limit in the tick that triggers it", side: .sell, type: .stopLimit,
      price: "94", trigger: "95", path: [("93", "96", "95"), ("94.5", "96", "99")],
      fill: (2, "94.50")),
    RestingPath(
      label: "has no price while nobody offers", side: .buy, type: .limit, price: "98",
      path: [("95", "0", "95")], fill: nil),
  ]

  @Test("a resting order fills when and where its kind says", arguments: paths)
  func path(_ path: RestingPath) throws {
    var bench = Bench()
    try bench.at("100") { $0.ask(.buy, 50) }
    let before = bench.fills.count
    try bench.tick("99", "101", "100") { desk in
      desk.ask(path.side, 10, type: path.type, price: path.price, trigger: path.trigger)
    }
    var filledAt = bench.fills.count > before ? 0 : -1
    for (index, quote) in path.path.enumerated() {
      try bench.tick(quote.0, quote.1, quote.2)
      if filledAt < 0, bench.fills.count > before { filledAt = index + 1 }
    }
    #expect(filledAt == path.fill?.tick ?? -1)
    let text = path.fill.map { "\(path.side.text) 10 @ \(price($0.price)) script" }
    #expect(bench.fills.dropFirst(before).first == text)
    if path.fill != nil { #expect(bench.desk.holdsNothing) }
  }

  @Test("resting orders are looked at in the order of their ids, exits sent first or not")
  func order() throws {
    var bench = Bench()
    try bench.at("100") { $0.ask(.buy, 10) }
    try bench.at("100") { desk in
      desk.ask(.buy, 1, type: .limit, price: "95")
      desk.ask(.sell, 2, type: .stop, trigger: "95")
      desk.ask(.buy, 3, type: .limit, price: "95")
    }
    try bench.at("95")
    #expect(
      bench.fills.suffix(3) == [
        "BUY 1 @ 95.00 script", "SELL 2 @ 95.00 script", "BUY 3 @ 95.00 script",
      ])
  }

  @Test("ticks of other symbols are not looked at")
  func otherSymbol() throws {
    var bench = Bench { $0.symbols = ["A", "B"] }
    try bench.at("100") { $0.ask(.buy, 1, type: .limit, price: "95") }
    try bench.at("90", tcs)
    #expect(bench.fills.isEmpty)
    try bench.at("90")
    #expect(bench.fills.count == 1)
  }

  @Test("limits round to the passive side, triggers away from the market")
  func rounding() throws {
    let cases: [(OrderSide, OrderType, String, String)] = [
      (.buy, .limit, "95.03", "95.00"), (.sell, .limit, "105.03", "105.05"),
      (.buy, .stop, "105.03", "105.05"), (.sell, .stop, "95.03", "95.00"),
      (.buy, .limit, "95.00004", "95.00"), (.sell, .limit, "105.00004", "105.00"),
      (.sell, .limit, "104.99996", "105.00"), (.sell, .limit, "105.0001", "105.05"),
    ]
    for (side, type, text, expected) in cases {
      var bench = Bench()
      try bench.at("100") { $0.ask(.buy, 10) }
      try bench.at("100") { desk in
        desk.ask(
          side, 1, type: type, price: type.hasPrice ? text : nil,
          trigger: type.hasTrigger ? text : nil)
      }
      guard case .decision(_, let decision)? = bench.effects.last else {
        Issue.record("no decision")
        continue
      }
      #expect((decision.price ?? decision.trigger) == price(expected), "\(side) \(type) \(text)")
    }
  }

  @Test("an order that lacks the price its type needs is denied PRICE")
  func missingPrices() throws {
    var bench = Bench()
    let notes = Notes()
    try bench.at("100") { desk in
      notes.denials.append(desk.ask(.buy, 1, type: .limit).denial)
      notes.denials.append(desk.ask(.buy, 1, type: .stop).denial)
      notes.denials.append(desk.ask(.buy, 1, type: .stopLimit, price: "100").denial)
      notes.denials.append(
        desk.ask(.buy, 1, type: .limit) { $0.price = .invalid("nan") }.denial)
      notes.denials.append(desk.ask(.buy, 1, type: .limit, price: "0.04").denial)
    }
    #expect(notes.denials == [.price, .price, .price, .price, .price])
    #expect(bench.desk.denials[3].reason == .price)
  }
}
