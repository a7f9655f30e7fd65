import Market
import Money
import Testing
import Trading

@Suite("Events and cascades")
struct EventTests {
  /// One line a call: `fill BUY-1`, `position opened 10`.
  static func line(_ call: ScriptCall, _ desk: Desk) -> String? {
    switch call {
    case .order(let index):
      guard let order = desk.order(at: index) else { return nil }
      return "order \(order.side.text)-\(order.number) \(order.status.text)"
    case .fill(let fill): return "fill \(fill.side.text)-\(fill.number) \(fill.quantity)"
    case .position(let view, let change): return "position \(change.rawValue) \(view.quantity)"
    case .timer(let id): return "timer \(id)"
    case .rule(let name, _, _, _, _): return "rule \(name)"
    default: return nil
    }
  }

  /// A bench that notes every call, and on each does what `action` says.
  static func bench(
    _ notes: Notes,
    on action: @escaping (ScriptCall, inout Desk) -> Void = { _, _ in }
  ) -> Bench {
    var bench = Bench()
    bench.engine.rules.onCall = { call, desk in
      if let line = line(call, desk) { notes.lines.append(line) }
      action(call, &desk)
      return .completed
    }
    return bench
  }

  @Test("one fill gives on_order, on_fill, on_position, protective exits too")
  func order() throws {
    let notes = Notes()
    var bench = Self.bench(notes)
    try bench.at("100") { desk in
      desk.buy(10, stop: "95")
      notes.lines.append("asked")
    }
    try bench.at("100") { $0.ask(.buy, 5) }
    try bench.at("100") { $0.sell(5) }
    try bench.at("95")
    #expect(
      notes.lines == [
        "asked", "order BUY-1 executed", "fill BUY-1 10", "position opened 10",
        "order BUY-2 executed", "fill BUY-2 5", "position increased 15",
        "order SELL-3 executed", "fill SELL-3 5", "position reduced 10",
        "order SELL-4 executed", "fill SELL-4 10", "position closed 0",
      ])
  }

  @Test("the closed position shows what the trip made")
  func closed() throws {
    let notes = Notes()
    var bench = Self.bench(notes) { call, _ in
      guard case .position(let view, .closed) = call else { return }
      notes.lines.append(
        "\(view.trip.realized) \(view.trip.commission) \(view.quantity) \(view.cost)")
    }
    try bench.at("100") { $0.ask(.buy, 10) }
    try bench.at("110") { $0.sell(4) }
    try bench.at("120") { $0.sell(6) }
    #expect(notes.lines.last == "158.92 1.08 0 0.00")
    #expect(bench.desk.trades.count == 1 && bench.desk.trades.netMicros == 158_920_000)
  }

  @Test("what on_fill asks for is carried out after it, and its events follow those waiting")
  func cascade() throws {
    let notes = Notes()
    var bench = Self.bench(notes) { call, desk in
      guard case .fill(let fill) = call, fill.quantity < 12 else { return }
      desk.ask(.buy, fill.quantity + 1)
    }
    try bench.at("100") { $0.ask(.buy, 10) }
    #expect(
      notes.lines == [
        "order BUY-1 executed", "fill BUY-1 10", "position opened 10",
        "order BUY-2 executed", "fill BUY-2 11", "position increased 21",
        "order BUY-3 executed", "fill BUY-3 12", "position increased 33",
      ])
  }

  @Test("events of resting orders and of protection come before on_tick")
  func beforeTick() throws {
    let notes = Notes()
    var bench = Self.bench(notes)
    try bench.at("100") { desk in
      desk.buy(10, stop: "95")
      desk.ask(.buy, 5, type: .limit, price: "97")
    }
    notes.lines = []
    try bench.at("97") { _ in notes.lines.append("tick") }
    #expect(
      notes.lines == ["order BUY-2 executed", "fill BUY-2 5", "position increased 15", "tick"])
    notes.lines = []
    try bench.at("95") { _ in notes.lines.append("tick") }
    #expect(
      notes.lines == ["order SELL-3 executed", "fill SELL-3 15", "position closed 0", "tick"])
  }

  @Test("a tick goes: timers, resting orders, protection, rules, on_tick")
  func steps() throws {
    let notes = Notes()
    var bench = Self.bench(notes)
    try bench.at("100") { desk in
      let targets = [target(at("105"), "0.5")]
      desk.buy(10, protection: .init(targets: targets, rule: .init(name: "r")))
      desk.ask(.buy, 4, type: .stop, trigger: "105")
      _ = desk.setTimer(.after(nanoseconds: 1))
    }
    notes.lines = []
    try bench.at("105") { _ in notes.lines.append("tick") }
    #expect(
      notes.lines.filter { !$0.hasPrefix("order") && !$0.hasPrefix("position") } == [
        "timer 1", "fill BUY-2 4", "fill SELL-3 7", "rule r", "tick",
      ])
  }

  @Test("a cancelled and a modified order tell on_order")
  func changes() throws {
    let notes = Notes()
    var bench = Self.bench(notes)
    try bench.at("100") { $0.ask(.buy, 10, type: .limit, price: "90") }
    try bench.at("100") { desk in
      _ = desk.modify(order: 0, price: asked("91"), trigger: nil, quantity: nil)
    }
    try bench.at("100") { _ = $0.cancel(order: 0, source: "") }
    #expect(notes.lines == ["order BUY-1 pending", "order BUY-1 cancelled"])
  }

  @Test("request 10,001 of a tick, all callbacks together, is a script error")
  func requestLimit() throws {
    let notes = Notes()
    var bench = Self.bench(notes) { call, desk in
      guard case .fill = call else { return }
      for _ in 0..<6_000 {
        if case .misuse(let text) = desk.ask(.buy, 0) { notes.denials.append(nil); _ = text }
      }
    }
    try bench.at("100") { desk in
      for _ in 0..<3_999 { desk.ask(.buy, 0) }
      desk.ask(.buy, 1)
    }
    #expect(notes.denials.isEmpty)
    #expect(bench.desk.failure == nil)
    try bench.at("100") { desk in
      for _ in 0..<4_000 { desk.ask(.buy, 0) }
      desk.ask(.buy, 1)
    }
    #expect(notes.denials.count == 1)
    #expect(bench.desk.failure?.kind == .error)
    #expect(bench.desk.failure?.callback == "on_fill")
  }

  @Test("changes count as requests, so a cascade of them ends")
  func endlessChanges() throws {
    let notes = Notes()
    var bench = Self.bench(notes) { call, desk in
      guard case .order(let index) = call else { return }
      notes.count += 1
      _ = desk.modify(order: index, price: asked("90"), trigger: nil, quantity: nil)
    }
    try bench.at("100") { $0.ask(.buy, 1, type: .limit, price: "80") }
    try bench.at("100") { desk in
      _ = desk.modify(order: 0, price: asked("81"), trigger: nil, quantity: nil)
    }
    #expect(notes.count == 10_000)
    #expect(bench.desk.failure?.callback == "on_order")
  }
}
