import Market
import Money
import Testing
import Trading

@Suite("Protection while a position grows and shrinks")
struct AveragingTests {
  @Test("an increase without protection keeps it, for the whole quantity")
  func keeps() throws {
    var bench = Bench()
    try bench.at("100") { $0.buy(100, stop: "95", target: "110") }
    try bench.at("102") { $0.ask(.buy, 50) }
    #expect(bench.desk.stopText == "95.00")
    try bench.at("95")
    #expect(bench.fills.last == "SELL 150 @ 95.00 stop_loss")
  }

  @Test("an increase without protection shares the kept targets out anew")
  func sharesAnew() throws {
    var bench = Bench()
    let targets = [target(at("110"), "0.5"), target(at("120"), "0.5")]
    try bench.at("100") { $0.buy(100, protection: .init(targets: targets)) }
    try bench.at("100") { $0.ask(.buy, 100) }
    try bench.at("110")
    try bench.at("120")
    #expect(
      bench.fills.suffix(2) == [
        "SELL 100 @ 110.00 take_profit", "SELL 100 @ 120.00 take_profit",
      ])
  }

  @Test("an increase with the same targets shares them out of the new quantity")
  func sameTargets() throws {
    var bench = Bench()
    let targets = [target(at("110"), "0.5"), target(at("120"), "0.5")]
    for _ in 0..<2 { try bench.at("100") { $0.buy(100, protection: .init(targets: targets)) } }
    try bench.at("110")
    #expect(bench.fills.last == "SELL 100 @ 110.00 take_profit")
  }

  @Test("each level given replaces the old one, and the stop ratchets")
  func replaces() throws {
    var bench = Bench()
    try bench.at("100") { $0.buy(100, stop: "95", target: "110") }
    try bench.at("100") { $0.buy(100, stop: "94") }
    #expect(bench.desk.stopText == "95.00")
    try bench.at("100") { $0.buy(100, stop: "96", target: "120") }
    #expect(bench.desk.stopText == "96.00")
    #expect(bench.desk.position(sbin).target == price("120"))
  }

  @Test("distances are anchored on the new average; R keeps the first risk")
  func newAverage() throws {
    var bench = Bench()
    try bench.at("100") { $0.buy(100, stop: "95") }
    // The average becomes 103; R is 5 still.
    let protection = ProtectionRequest(
      stopLoss: .distance(points("4")), targets: [target(.distance(risks("2")))])
    try bench.at("106") { $0.buy(100, protection: protection) }
    #expect(bench.desk.stopText == "99.00")
    #expect(bench.desk.position(sbin).target == price("113"))
  }

  @Test("breakeven and the start of a trail follow the average")
  func reanchored() throws {
    var bench = Bench()
    let protection = ProtectionRequest(
      stopLoss: at("80"), trail: .init(by: points("1"), after: points("8")),
      breakeven: .init(after: points("4")))
    try bench.at("100") { $0.buy(100, protection: protection) }
    try bench.at("94") { $0.ask(.buy, 100) }
    // The average is 97: breakeven from 101 on, the trail from 105 on.
    try bench.at("100.95")
    #expect(bench.desk.stopText == "80.00")
    try bench.at("101")
    #expect(bench.desk.stopText == "97.00")
    try bench.at("104.95")
    #expect(bench.desk.stopText == "97.00")
    try bench.at("105")
    #expect(bench.desk.stopText == "104.00")
  }

  @Test("what remains of a partial sale keeps its protection")
  func partialSale() throws {
    var bench = Bench()
    try bench.at("100") { $0.buy(100, stop: "95", target: "110") }
    try bench.at("100") { $0.sell(40) }
    try bench.at("95")
    #expect(bench.fills.suffix(2) == ["SELL 40 @ 100.00 script", "SELL 60 @ 95.00 stop_loss"])
  }

  @Test("a target's units are those of the quantity when it was set")
  func unitsStay() throws {
    var bench = Bench()
    let targets = [target(at("110"), "0.5"), target(at("120"), "0.5")]
    try bench.at("100") { $0.buy(100, protection: .init(targets: targets)) }
    try bench.at("100") { $0.sell(20) }
    try bench.at("110")
    try bench.at("120")
    #expect(
      bench.fills.suffix(2) == ["SELL 50 @ 110.00 take_profit", "SELL 30 @ 120.00 take_profit"])
  }

  @Test("shares are rounded down to lots and the last takes the rest")
  func lots() throws {
    var bench = Bench { $0.lot = 30 }
    let targets = [target(at("110"), "0.5"), target(at("120"), "0.5")]
    try bench.at("100") { $0.buy(90, protection: .init(targets: targets)) }
    try bench.at("110")
    try bench.at("120")
    #expect(
      bench.fills.suffix(2) == ["SELL 30 @ 110.00 take_profit", "SELL 60 @ 120.00 take_profit"])
  }

  @Test("a third of three is one")
  func third() throws {
    var bench = Bench()
    let share = ProtectionRequest.Target(level: at("110"), shareNanos: 333_333_333)
    try bench.at("100") { $0.buy(3, protection: .init(targets: [share])) }
    try bench.at("110")
    #expect(bench.fills.last == "SELL 1 @ 110.00 take_profit")
  }

  @Test("a new trip begins without the old one's protection, risk and best price")
  func newTrip() throws {
    var bench = Bench()
    try bench.at("100") { $0.buy(10, stop: "95", target: "120") }
    try bench.at("110") { $0.close() }
    try bench.at("90") { $0.ask(.buy, 10) }
    let view = bench.desk.position(sbin)
    #expect(view.stop == nil)
    #expect(view.target == nil)
    #expect(view.trip.best == price("90"))
    #expect(view.riskMultipleMicros == nil)
    #expect(view.trip.number == 2)
    try bench.at("85")
    #expect(bench.fills.count == 3)
  }

  @Test("the best price counts the tick of the fill")
  func bestOfFill() throws {
    var bench = Bench()
    try bench.tick("99", "100", "105") {
      $0.buy(10, protection: .init(trail: .init(by: points("2"))))
    }
    #expect(bench.desk.stopText == "98.00")
    try bench.tick("104", "105", "104")
    #expect(bench.desk.stopText == "103.00")
  }
}
