import Market
import Money
import Testing
import Trading

/// A position of 100 at 100.00, its protection, a path of last prices, and the exits it must give.
struct ProtectionPath: CustomTestStringConvertible, Sendable {
  let label: String
  let protection: ProtectionRequest
  let path: [String]
  let exits: [String]
  /// The same with every price mirrored at 100, for a short.
  var isShort = false

  init(
    _ label: String, _ protection: ProtectionRequest, path: [String], exits: [String],
    isShort: Bool = false
  ) {
    self.label = label
    self.protection = protection
    self.path = path
    self.exits = exits
    self.isShort = isShort
  }

  var testDescription: String { (isShort ? "short: " : "long: ") + label }

  /// The mirror image: what a long at 100 + x is, a short at 100 − x is.
  var mirrored: ProtectionPath {
    func mirror(_ text: String) -> String {
      Price(micros: 200_000_000 - price(text).micros).description
    }
    func mirror(_ level: LevelRequest) -> LevelRequest {
      guard case .price(.nanos(let nanos)) = level else { return level }
      return .price(.nanos(200_000_000_000 - nanos))
    }
    var protection = protection
    protection.stopLoss = protection.stopLoss.map(mirror)
    protection.targets = protection.targets?.map { target in
      ProtectionRequest.Target(level: mirror(target.level), shareNanos: target.shareNanos)
    }
    let exits = exits.map { exit in
      var words = exit.split(separator: " ").map(String.init)
      words[0] = "BUY"
      words[3] = mirror(words[3])
      return words.joined(separator: " ")
    }
    return ProtectionPath(
      label, protection, path: path.map(mirror), exits: exits, isShort: true)
  }
}

@Suite("Protection along a path of prices")
struct ProtectionPathTests {
  static let symmetric: [ProtectionPath] = [
    ProtectionPath(
      "a stop fires at its price", .init(stopLoss: at("95")), path: ["95.05", "95"],
      exits: ["SELL 100 @ 95.00 stop_loss"]),
    ProtectionPath(
      "a gap through the stop sells at the market", .init(stopLoss: at("95")), path: ["90"],
      exits: ["SELL 100 @ 90.00 stop_loss"]),
    ProtectionPath(
      "a target fires at its price", .init(targets: [target(at("105"))]), path: ["104.95", "105"],
      exits: ["SELL 100 @ 105.00 take_profit"]),
    ProtectionPath(
      "a fired set is consumed: nothing more happens",
      .init(
        stopLoss: at("95"), targets: [target(at("105"))]), path: ["105", "95", "90", "110"],
      exits: ["SELL 100 @ 105.00 take_profit"]),
    ProtectionPath(
      "a stop in per cent of the average", .init(stopLoss: .distance(percent("0.6"))),
      path: ["99.45", "99.4"], exits: ["SELL 100 @ 99.40 stop_loss"]),
    ProtectionPath(
      "a stop in points rounds away from the market", .init(stopLoss: .distance(points("1.03"))),
      path: ["99", "98.95"], exits: ["SELL 100 @ 98.95 stop_loss"]),
    ProtectionPath(
      "prices between increments go away from the market",
      .init(
        stopLoss: at("98.97"), targets: [target(at("105.02"))]),
      path: ["98.96", "105.04", "105.05"],
      exits: ["SELL 100 @ 105.05 take_profit"]),
    ProtectionPath(
      "a price within a thousandth of an increment is on it",
      .init(
        stopLoss: at("98.95004"), targets: [target(at("105.04996"))]), path: ["98.96", "98.95"],
      exits: ["SELL 100 @ 98.95 stop_loss"]),
    ProtectionPath(
      "a stop in increments", .init(stopLoss: .distance(increments("20"))),
      path: ["99.05", "99"], exits: ["SELL 100 @ 99.00 stop_loss"]),
    ProtectionPath(
      "a target in multiples of the risk",
      .init(
        stopLoss: at("95"), targets: [target(.distance(risks("2")))]), path: ["109.95", "110"],
      exits: ["SELL 100 @ 110.00 take_profit"]),
    ProtectionPath(
      "a trailing stop starts at the average less its distance",
      .init(
        trail: .init(by: points("2"))), path: ["98.05", "98"],
      exits: ["SELL 100 @ 98.00 trailing"]),
    ProtectionPath(
      "a trailing stop follows the best price and never goes back",
      .init(
        trail: .init(by: points("2"))), path: ["101", "103", "102", "101.05", "101"],
      exits: ["SELL 100 @ 101.00 trailing"]),
    ProtectionPath(
      "a trailing stop in increments", .init(trail: .init(by: increments("20"))),
      path: ["105", "104.05", "104"], exits: ["SELL 100 @ 104.00 trailing"]),
    ProtectionPath(
      "a trailing stop in multiples of the risk",
      .init(
        stopLoss: at("95"), trail: .init(by: risks("1"))), path: ["103", "98.05", "98"],
      exits: ["SELL 100 @ 98.00 trailing"]),
    ProtectionPath(
      "a trail with `after` waits for the best price",
      .init(
        trail: .init(by: points("2"), after: points("3"))),
      path: ["102.95", "90", "103", "101.05", "101"], exits: ["SELL 100 @ 101.00 trailing"]),
    ProtectionPath(
      "a trail moves by at least its step",
      .init(
        trail: .init(by: points("2"), step: points("1"))),
      path: ["100.95", "98.05", "101", "99.05", "99"], exits: ["SELL 100 @ 99.00 trailing"]),
    ProtectionPath(
      "a step not reached leaves the stop",
      .init(
        trail: .init(by: points("2"), step: points("1"))),
      path: ["100.95", "98.9", "98.05", "98"], exits: ["SELL 100 @ 98.00 trailing"]),
    ProtectionPath(
      "the reason is the kind of the level in force",
      .init(
        stopLoss: at("99"), trail: .init(by: points("2"))), path: ["100.5", "99"],
      exits: ["SELL 100 @ 99.00 stop_loss"]),
    ProtectionPath(
      "the trail takes over once it is nearer",
      .init(
        stopLoss: at("99"), trail: .init(by: points("2"))), path: ["102", "100"],
      exits: ["SELL 100 @ 100.00 trailing"]),
    ProtectionPath(
      "breakeven moves the stop to the average",
      .init(
        stopLoss: at("95"), breakeven: .init(after: points("3"))),
      path: ["102.95", "99", "103", "100.05", "100"], exits: ["SELL 100 @ 100.00 stop_loss"]),
    ProtectionPath(
      "breakeven with an offset",
      .init(
        breakeven: .init(after: points("3"), offset: points("0.5"))),
      path: ["103", "100.55", "100.5"], exits: ["SELL 100 @ 100.50 stop_loss"]),
    ProtectionPath(
      "breakeven does not lower a better stop",
      .init(
        trail: .init(by: points("1")), breakeven: .init(after: points("3"))),
      path: ["103", "102.05", "102"], exits: ["SELL 100 @ 102.00 trailing"]),
    ProtectionPath(
      "a list of targets sells its shares",
      .init(
        targets: [target(at("105"), "0.3"), target(at("110"), "0.7")]), path: ["105", "110"],
      exits: ["SELL 30 @ 105.00 take_profit", "SELL 70 @ 110.00 take_profit"]),
    ProtectionPath(
      "the stop covers what the targets left",
      .init(
        stopLoss: at("95"), targets: [target(at("105"), "0.3"), target(at("110"), "0.7")]),
      path: ["105", "95"],
      exits: ["SELL 30 @ 105.00 take_profit", "SELL 70 @ 95.00 stop_loss"]),
    ProtectionPath(
      "several targets may fire in one tick",
      .init(
        targets: [target(at("105"), "0.3"), target(at("110"), "0.7")]), path: ["112"],
      exits: ["SELL 30 @ 112.00 take_profit", "SELL 70 @ 112.00 take_profit"]),
    ProtectionPath(
      "shares below one leave a rest", .init(targets: [target(at("105"), "0.3")]),
      path: ["105", "110"], exits: ["SELL 30 @ 105.00 take_profit"]),
    ProtectionPath(
      "the last of thirds takes the rest",
      .init(
        targets: [
          target(at("105"), "0.333333"), target(at("106"), "0.333333"),
          target(at("107"), "0.333334"),
        ]), path: ["105", "106", "107"],
      exits: [
        "SELL 33 @ 105.00 take_profit", "SELL 33 @ 106.00 take_profit",
        "SELL 34 @ 107.00 take_profit",
      ]),
    ProtectionPath(
      "the last of a list sells its part even when it is reached first",
      .init(
        targets: [target(at("110"), "0.6"), target(at("105"), "0.4")]), path: ["105", "110"],
      exits: ["SELL 40 @ 105.00 take_profit", "SELL 60 @ 110.00 take_profit"]),
  ]

  static let oneSided: [ProtectionPath] = [
    ProtectionPath(
      "per cent of a trail is of the best price", .init(trail: .init(by: percent("1"))),
      path: ["110", "108.95", "108.9"], exits: ["SELL 100 @ 108.90 trailing"]),
    ProtectionPath(
      "per cent of a short's trail is of the lowest price",
      .init(
        trail: .init(by: percent("1"))),
      path: ["90", "90.85", "90.9"], exits: ["BUY 100 @ 90.90 trailing"], isShort: true),
  ]

  @Test(
    "protection exits where it should",
    arguments: symmetric + symmetric.map(\.mirrored) + oneSided)
  func exits(_ path: ProtectionPath) throws {
    var bench = Bench { $0.declaration.allowsShort = path.isShort }
    try bench.at("100") { desk in
      desk.ask(path.isShort ? .sell : .buy, 100, protection: path.protection)
    }
    for ltp in path.path { try bench.at(ltp) }
    #expect(Array(bench.fills.dropFirst()) == path.exits)
    #expect(bench.desk.holdsNothing)
  }
}
