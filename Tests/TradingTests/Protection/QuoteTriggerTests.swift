import Market
import Money
import Testing

@testable import Trading

@Suite("Triggers that watch the quote")
struct QuoteTriggerTests {
  static func bench(_ change: (inout Bench.Setup) -> Void = { _ in }) -> Bench {
    Bench(week: "10:00", ["SIM:A"]) {
      $0.declaration.trigger = .quote
      $0.declaration.allowsShort = true
      $0.declaration.product = .intraday
      change(&$0)
    }
  }

  struct Path: CustomTestStringConvertible, Sendable {
    let label: String
    var side = OrderSide.buy
    let protection: ProtectionRequest
    /// Bid, ask and last price of each tick after the entry at 99, 101, 100.
    let path: [(String, String, String)]
    /// The tick that fires, from 1, and the fill; nil: none does.
    let fill: (tick: Int, text: String)?
    var testDescription: String { label }
  }

  static let paths: [Path] = [
    Path(
      label: "a long's stop watches the bid", protection: .init(stopLoss: at("95")),
      path: [("95.05", "97", "90"), ("95", "97", "100")], fill: (2, "SELL 10 @ 95.00 stop_loss")),
    Path(
      label: "a long's target watches the bid", protection: .init(targets: [target(at("105"))]),
      path: [("104.95", "107", "110"), ("105", "107", "100")],
      fill: (2, "SELL 10 @ 105.00 take_profit")),
    Path(
      label: "a short's stop watches the ask", side: .sell, protection: .init(stopLoss: at("105")),
      path: [("103", "104.95", "110"), ("103", "105", "100")],
      fill: (2, "BUY 10 @ 105.00 stop_loss")),
    Path(
      label: "a short's target watches the ask", side: .sell,
      protection: .init(targets: [target(at("95"))]),
      path: [("90", "95.05", "90"), ("90", "95", "100")], fill: (2, "BUY 10 @ 95.00 take_profit")),
    Path(
      label: "without a bid a long's stop does not fire", protection: .init(stopLoss: at("95")),
      path: [("0", "90", "80"), ("0", "0", "80"), ("94", "96", "100")],
      fill: (3, "SELL 10 @ 94.00 stop_loss")),
    Path(
      label: "without an ask neither level of a short fires", side: .sell,
      protection: .init(stopLoss: at("105"), targets: [target(at("95"))]),
      path: [("120", "0", "120"), ("80", "0", "80")], fill: nil),
    Path(
      label: "a long's trail follows the best bid",
      protection: .init(trail: .init(by: points("3"))),
      path: [("104", "120", "120"), ("101.05", "120", "90"), ("101", "120", "120")],
      fill: (3, "SELL 10 @ 101.00 trailing")),
    Path(
      label: "a missing bid is no worse or better one",
      protection: .init(trail: .init(by: points("3"))),
      path: [("104", "106", "105"), ("0", "106", "50"), ("101", "106", "105")],
      fill: (3, "SELL 10 @ 101.00 trailing")),
    Path(
      label: "a trail's after is measured on the bid",
      protection: .init(trail: .init(by: points("1"), after: points("4"))),
      path: [
        ("104.95", "130", "130"), ("100", "130", "100"), ("105", "130", "100"),
        ("104", "130", "100"),
      ],
      fill: (4, "SELL 10 @ 104.00 trailing")),
    Path(
      label: "breakeven is measured on the bid",
      protection: .init(breakeven: .init(after: points("2"))),
      path: [
        ("102.95", "130", "130"), ("100", "130", "100"), ("103", "130", "100"),
        ("101", "130", "130"),
      ],
      fill: (4, "SELL 10 @ 101.00 stop_loss")),
  ]

  @Test("levels watch the side that an exit would deal at", arguments: paths)
  func levels(_ path: Path) throws {
    var bench = Self.bench()
    try bench.quote(at: "10:00", "99", "101", "100") {
      $0.ask(path.side, 10, protection: path.protection)
    }
    for (number, tick) in path.path.enumerated() {
      try bench.tick(tick.0, tick.1, tick.2)
      let isFired = path.fill.map { number + 1 >= $0.tick } ?? false
      #expect(bench.fills.count == (isFired ? 2 : 1), "tick \(number + 1)")
    }
    if let fill = path.fill { #expect(bench.fills.last == fill.text) }
  }

  @Test("buy triggers watch the ask, sell triggers the bid")
  func stopOrders() throws {
    var bench = Self.bench()
    try bench.quote(at: "10:00", "99", "101", "100") { $0.ask(.buy, 5) }
    try bench.quote(at: "10:00", "99", "101", "100") { desk in
      desk.ask(.buy, 1, type: .stop, trigger: "105")
      desk.ask(.sell, 2, type: .stop, trigger: "95")
    }
    try bench.tick("95.05", "104.95", "120")
    try bench.tick("0", "0", "90")
    #expect(bench.fills.count == 1)
    try bench.tick("99", "105", "100")
    #expect(bench.fills.last == "BUY 1 @ 105.00 script")
    try bench.tick("95", "104", "100")
    #expect(bench.fills.last == "SELL 2 @ 95.00 script")
  }

  @Test("STOP_SIDE is judged on the side that is watched, where nobody quotes it on the last price")
  func stopSide() throws {
    let notes = Notes()
    var bench = Self.bench()
    try bench.quote(at: "10:00", "99", "101", "100") { desk in
      notes.tickets.append(desk.ask(.buy, 1, protection: .init(stopLoss: at("99"))))
      notes.tickets.append(desk.ask(.buy, 1, protection: .init(targets: [target(at("99.05"))])))
      notes.tickets.append(desk.ask(.sell, 1, protection: .init(stopLoss: at("101"))))
      notes.tickets.append(desk.ask(.sell, 1, protection: .init(targets: [target(at("100.95"))])))
    }
    #expect(notes.tickets.map(\.denial) == [.stopSide, nil, .stopSide, nil])
    #expect(notes.tickets[0].detail == "stop-loss: expected below the bid 99.00, was 99.00")
    #expect(notes.tickets[2].detail == "stop-loss: expected above the ask 101.00, was 101.00")
    notes.tickets = []
    var other = Self.bench()
    try other.quote(at: "10:00", "0", "101", "100") { desk in
      notes.tickets.append(desk.ask(.buy, 1, protection: .init(stopLoss: at("99.95"))))
      notes.tickets.append(desk.ask(.buy, 1, protection: .init(stopLoss: at("100"))))
    }
    #expect(notes.tickets.map(\.denial) == [nil, .stopSide])
  }

  @Test("marks and max_loss stay on the last price; best and worst are of the watched side")
  func marks() throws {
    var bench = Self.bench { $0.declaration.limits.maxLoss = amount("100") }
    try bench.quote(at: "10:00", "99", "101", "100") { $0.ask(.buy, 10) }
    try bench.tick("80", "120", "95")
    #expect(bench.desk.account().unrealized == amount("-60") && bench.fills.count == 1)
    let position = bench.desk.heldPosition(sbin)
    #expect(position.best == price("99") && position.worst == price("80"))
    try bench.tick("98", "120", "91")
    #expect(bench.fills.last == "SELL 10 @ 98.00 limit:max_loss")
  }
}
