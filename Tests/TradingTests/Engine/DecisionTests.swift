import Market
import Money
import Testing
import Trading

@Suite("Decisions")
struct DecisionTests {
  /// The decisions so far, one line each, as the hash sees them.
  static func lines(_ bench: borrowing Bench) -> [String] {
    bench.effects.compactMap { effect in
      guard case .decision(_, let decision) = effect else { return nil }
      let texts = bench.desk.texts
      var words = ["\(decision.sequence)", decision.kind.text, "\(decision.number)"]
      words.append(decision.side?.text ?? "-")
      words.append(decision.quantity.map(String.init) ?? "-")
      words.append(decision.type?.text ?? "-")
      words.append(decision.price?.description ?? "-")
      words.append(decision.trigger?.description ?? "-")
      words.append(texts[decision.reason])
      return words.joined(separator: " ")
    }
  }

  @Test("requests, denials, fills, cancels and level changes, in order")
  func order() throws {
    var bench = Bench()
    try bench.at("100") { desk in
      desk.buy(10, stop: "95", target: "110")
      desk.ask(.buy, 5, type: .stopLimit, price: "104", trigger: "103")
      desk.ask(.buy, 1) { $0.quantity = .invalid("1.5") }
    }
    try bench.at("100") { desk in
      _ = desk.modify(order: 1, price: asked("105"), trigger: nil, quantity: .whole(6))
      _ = desk.protect(sbin, .init(stopLoss: at("96")))
    }
    try bench.at("100") { _ = $0.cancel(order: 1, source: "") }
    try bench.at("96")
    #expect(
      Self.lines(bench) == [
        "1 denial 0 BUY - market - - QUANTITY",
        "1 request 1 BUY 10 market - - script",
        "1 fill 1 BUY 10 market 100.00 - script",
        "1 stop 0 - 10 - 95.00 - stop_loss",
        "1 target 0 - 10 - 110.00 - take_profit",
        "1 request 2 BUY 5 stop_limit 104.00 103.00 script",
        "2 request 2 BUY 6 stop_limit 105.00 103.00 script",
        "2 stop 0 - 10 - 96.00 - stop_loss",
        "3 cancel 2 BUY 6 stop_limit - - script",
        "4 request 3 SELL 10 market - - stop_loss",
        "4 fill 3 SELL 10 market 96.00 - stop_loss",
      ])
  }

  @Test("an order that fails at its fill decides so with its code")
  func failure() throws {
    var bench = Bench {
      $0.cash = "1000"
      $0.latencyMilliseconds = 500
    }
    try bench.at("100") { $0.ask(.buy, 9) }
    try bench.at("200")
    #expect(
      Self.lines(bench) == [
        "1 request 1 BUY 9 market - - script", "2 failure 1 BUY 9 market - - FUNDS",
      ])
  }

  @Test("numbers count the account's orders over all scripts")
  func numbers() throws {
    var desks: [Desk] = []
    for index in 0..<2 {
      let declaration = StrategyDeclaration(name: "s\(index)", symbols: ["A"])
      var desk = Desk(
        index: index, declaration: declaration, settings: .init(initial: amount("100000")))
      desk.add(Instrument(id: sbin, symbol: "A"), isDeclared: true)
      desks.append(desk)
    }
    var rules = ScriptedRules()
    rules.onTick = { _, sequence, desk in
      if sequence == 1 { desk.buy(1, stop: "95") }
      return .completed
    }
    var engine = Engine(desks: desks, rules: rules)
    var effects: [Effect] = []
    engine.start(at: EventTime(milliseconds: 1_000), mode: .replay, into: &effects)
    for (index, text) in ["100", "95"].enumerated() {
      let tick = Tick(
        time: EventTime(milliseconds: 1_000 + Int64(index)), instrument: sbin, bid: price(text),
        ask: price(text), ltp: price(text))
      try engine.process(tick, into: &effects)
    }
    let ids = engine.desks.map { desk in (0..<desk.orders.count).map { desk.orders[$0].id } }
    #expect(ids == [["BUY-1", "SELL-3"], ["BUY-2", "SELL-4"]])
  }
}
