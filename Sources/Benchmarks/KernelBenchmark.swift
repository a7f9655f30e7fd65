import Market
import Money
import Trading

/// The engine and the ledger without an interpreter.
enum KernelBenchmark {
  private static let count = 1_000_000

  static func run() throws(EngineError) {
    try replay("kernel, EMA cross in Swift", quantity: 1)
    try replay("kernel, every entry denied", quantity: 1_000_000)
    try ledger()
  }

  /// A price that wanders up and down, the same in every run.
  static func ticks(count: Int) -> [Tick] {
    var state: UInt64 = 1
    var price: Int64 = 180_000_000
    return (0..<count).map { index in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      price += (Int64(state >> 60) - 7) * 10_000 + (price < 180_000_000 ? 5_000 : -15_000)
      return Tick(
        time: EventTime(nanoseconds: Int64(index) * 1_000_000), instrument: InstrumentID(index: 0),
        bid: Price(micros: price - 10_000), ask: Price(micros: price + 10_000),
        ltp: Price(micros: price))
    }
  }

  private static func replay(_ name: String, quantity: Int64) throws(EngineError) {
    let ticks = ticks(count: count)
    var orders = 0
    var denials = 0
    let cost = try Measure.nanoseconds(operations: count) { () throws(EngineError) in
      var desk = Desk(
        index: 0, declaration: StrategyDeclaration(name: "kernel", symbols: ["SIM:X"]),
        settings: Desk.Settings(initial: Amount(micros: 500_000_000_000)))
      desk.add(Instrument(id: InstrumentID(index: 0), symbol: "SIM:X"), isDeclared: true)
      var engine = Engine(desks: [desk], rules: EmaCross(quantity: quantity))
      var effects: [Effect] = []
      engine.start(at: ticks[0].time, mode: .replay, into: &effects)
      var done = 0
      while done < count {
        effects.removeAll(keepingCapacity: true)
        let batch = ticks.span.extracting(done..<min(count, done + 256))
        done += try engine.process(batch, into: &effects)
      }
      orders = engine.desks[0].orders.count
      denials = engine.desks[0].denialCount
    }
    Row.show(name, Row.nanoseconds(cost), "a tick; \(orders) orders, \(denials) denials")
  }

  private static func ledger() throws(EngineError) {
    // Buys and sells of one unit in turn, each a fill that is booked and checked.
    let ticks = ticks(count: 100_000)
    let cost = try Measure.nanoseconds(operations: ticks.count) { () throws(EngineError) in
      var desk = Desk(
        index: 0, declaration: StrategyDeclaration(name: "ledger", symbols: ["SIM:X"]),
        settings: Desk.Settings(initial: Amount(micros: 500_000_000_000)))
      desk.add(Instrument(id: InstrumentID(index: 0), symbol: "SIM:X"), isDeclared: true)
      var engine = Engine(desks: [desk], rules: EveryTick())
      var effects: [Effect] = []
      engine.start(at: ticks[0].time, mode: .replay, into: &effects)
      for tick in ticks {
        effects.removeAll(keepingCapacity: true)
        try engine.process(tick, into: &effects)
      }
    }
    Row.show("an order: gate, fill, ledger, events", Row.nanoseconds(cost))
  }
}

/// Buys on one tick and sells on the next, for ever.
struct EveryTick: RuleSet, ~Copyable {
  mutating func run(_ run: TickRun, of ticks: Span<Tick>, script: Int, desk: inout Desk) -> RunEnd {
    run.first(of: ticks, at: &desk) { tick, _, desk in
      let side: OrderSide = desk.heldQuantity(tick.instrument) == 0 ? .buy : .sell
      _ = desk.place(OrderRequest(side: side, instrument: tick.instrument, quantity: .whole(1)))
      return .completed
    }
  }

  mutating func call(_ call: ScriptCall, script: Int, desk: inout Desk) -> CallOutcome {
    .completed
  }
}

/// The reference strategy in Swift: what the kernel costs without an interpreter.
struct EmaCross: RuleSet, ~Copyable {
  let quantity: Int64
  private var fast = 0.0
  private var slow = 0.0
  private var hasStarted = false
  private var isAbove = false

  init(quantity: Int64) { self.quantity = quantity }

  mutating func run(_ run: TickRun, of ticks: Span<Tick>, script: Int, desk: inout Desk) -> RunEnd {
    run.first(of: ticks, at: &desk) { tick, _, desk in onTick(tick, &desk) }
  }

  private mutating func onTick(_ tick: Tick, _ desk: inout Desk) -> CallOutcome {
    let price = Double(tick.ltp.micros)
    guard hasStarted else {
      hasStarted = true
      fast = price
      slow = price
      return .completed
    }
    fast += 2.0 / 11 * (price - fast)
    slow += 2.0 / 31 * (price - slow)
    guard (fast > slow) != isAbove else { return .completed }
    isAbove.toggle()
    let held = desk.heldQuantity(tick.instrument)
    if isAbove, held == 0 {
      _ = desk.place(
        OrderRequest(side: .buy, instrument: tick.instrument, quantity: .whole(quantity)))
    } else if !isAbove, held > 0 {
      _ = desk.place(
        OrderRequest(side: .sell, instrument: tick.instrument, quantity: .whole(held)))
    }
    return .completed
  }

  mutating func call(_ call: ScriptCall, script: Int, desk: inout Desk) -> CallOutcome {
    .completed
  }
}
