import Market
import Money
import Testing
import Trading

@Suite("A call that was lost elsewhere")
struct LostCallTests {
  /// What a callback asks for before it is lost, holding 10 and with a resting exit of 2.
  static let actions: [@Sendable (inout Desk) -> Void] = [
    { $0.sell(4) },
    { $0.close() },
    { desk in
      desk.ask(.buy, 5)
      desk.ask(.buy, 1_000_000_000)
      desk.sell(3)
      desk.ask(.sell, 2, type: .limit, price: "120") { $0.tag = "a\nb=c" }
      desk.sell(100)
      _ = desk.protect(sbin, ProtectionRequest(stopLoss: at("99")))
    },
    { desk in
      let kept = desk.ask(.sell, 3, type: .limit, price: "110")
      let gone = desk.ask(.sell, 1, type: .stop, trigger: "90") { $0.validity = .untilCancelled }
      _ = desk.modify(
        order: kept.index, price: asked("105"), trigger: nil, quantity: .whole(5))
      _ = desk.cancel(order: gone.index, source: "test.lua:9")
      _ = desk.cancel(order: 1, source: "test.lua:9")
    },
    { desk in
      let close = desk.close()
      desk.ask(.sell, 5) { $0.follows = close.index }
    },
    { desk in desk.ask(.buy, 5) },
    { _ in },
  ]

  private static func bench() throws -> Bench {
    var bench = Bench { $0.outlivesScript = true }
    try bench.at("100") { $0.ask(.buy, 10) }
    try bench.at("100") { $0.ask(.sell, 2, type: .limit, price: "130") }
    return bench
  }

  @Test("is repeated by what is carried out of it", arguments: actions.indices)
  func repeated(action: Int) throws {
    var lost = try Self.bench()
    let keep = Kept()
    try lost.failing(at: "101") { desk in
      Self.actions[action](&desk)
      keep.exits = desk.stagedExits
    }
    let exits = keep.exits
    var again = try Self.bench()
    try again.failing(at: "101") { $0.ask(again: exits) }
    for price in ["104", "106", "111", "95", "131"] {
      try lost.at(price)
      try again.at(price)
    }
    #expect(again.orders == lost.orders)
    #expect(again.fills == lost.fills)
    #expect(Self.decisions(of: again) == Self.decisions(of: lost))
    #expect(again.desk.ledger.wallet == lost.desk.ledger.wallet)
  }

  private static func decisions(of bench: borrowing Bench) -> [String] {
    let texts = bench.desk.texts
    return bench.effects.compactMap { effect in
      guard case .decision(_, let decision) = effect else { return nil }
      return "\(decision.time) \(decision.number) \(decision.kind) \(decision.quantity ?? 0) "
        + "\(String(describing: decision.price)) \(texts[decision.reason]) \(texts[decision.tag])"
    }
  }

  private final class Kept {
    var exits: [KeptExit] = []
  }
}
