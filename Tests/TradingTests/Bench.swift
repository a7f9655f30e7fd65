import Market
import Money
import Trading

let sbin = InstrumentID(index: 0)
let tcs = InstrumentID(index: 1)

/// One engine with one desk, driven tick by tick.
struct Bench: ~Copyable {
  /// What can be chosen of a bench; without more, a dry run of one share.
  struct Setup {
    var cash = "500000"
    var rate = CommissionRate.standard
    var latencyMilliseconds: Int64 = 0
    var symbols = ["NSE:SBIN-EQ"]
    var increment = "0.05"
    var lot: Int64 = 1
    var freeze: Int64?
    var calendar: TradingCalendar?
    var outlivesScript = false
    /// Whether the session begins.
    var starts = true
    /// When the session starts, in milliseconds; the first tick comes a second later.
    var start: Int64 = 1_700_000_000_000
    var rules = ScriptedRules()
    var declaration = StrategyDeclaration(name: "test", symbols: [])
  }

  var engine: Engine<ScriptedRules>
  var effects: [Effect] = []
  var time: Int64

  /// A bench; the set-up may be changed before the session starts.
  init(_ change: (inout Setup) -> Void = { _ in }) {
    var setup = Setup()
    change(&setup)
    time = setup.start
    setup.declaration.symbols = setup.symbols
    var settings = Desk.Settings(
      initial: amount(setup.cash), charges: ChargeSchedule(commission: setup.rate),
      latencyNanoseconds: setup.latencyMilliseconds * EventTime.nanosecondsPerMillisecond,
      calendar: setup.calendar)
    settings.outlivesScript = setup.outlivesScript
    var desk = Desk(index: 0, declaration: setup.declaration, settings: settings)
    for (index, symbol) in setup.symbols.enumerated() {
      let instrument = Instrument(
        id: InstrumentID(index: Int32(index)), symbol: symbol, increment: price(setup.increment),
        lot: setup.lot, freeze: setup.freeze)
      desk.add(instrument, isDeclared: true)
    }
    engine = Engine(desks: [desk], rules: setup.rules)
    guard setup.starts else { return }
    engine.start(at: EventTime(milliseconds: time + 1_000), mode: .paper, into: &effects)
  }

  var desk: Desk { engine.desks[0] }

  /// One tick a second later, or after `gap` milliseconds.
  mutating func tick(
    _ bid: String, _ ask: String, _ ltp: String, _ instrument: InstrumentID = sbin,
    gap: Int64 = 1_000
  ) throws {
    time += gap
    let tick = Tick(
      time: EventTime(milliseconds: time), instrument: instrument, bid: price(bid),
      ask: price(ask), ltp: price(ltp))
    try engine.process(tick, into: &effects)
  }

  /// One tick at which the script does what `action` says.
  mutating func tick(
    _ bid: String, _ ask: String, _ ltp: String, _ instrument: InstrumentID = sbin,
    gap: Int64 = 1_000, doing action: @escaping (inout Desk) -> Void
  ) throws {
    engine.rules.onTick = { _, _, desk in
      action(&desk)
      return .completed
    }
    try tick(bid, ask, ltp, instrument, gap: gap)
    engine.rules.onTick = { _, _, _ in .completed }
  }

  /// One tick whose bid, ask and last price are the same.
  mutating func at(
    _ ltp: String, _ instrument: InstrumentID = sbin, gap: Int64 = 1_000,
    doing action: @escaping (inout Desk) -> Void = { _ in }
  ) throws {
    try tick(ltp, ltp, ltp, instrument, gap: gap, doing: action)
  }

  /// One tick at which the script fails after it did what `action` says.
  mutating func failing(
    at ltp: String, gap: Int64 = 1_000, doing action: @escaping (inout Desk) -> Void
  ) throws {
    engine.rules.onTick = { _, _, desk in
      action(&desk)
      return .failed(ScriptFailure(kind: .error, callback: "on_tick", message: "oops"))
    }
    try tick(ltp, ltp, ltp, gap: gap)
    engine.rules.onTick = { _, _, _ in .completed }
  }

  /// The fills so far, one text each: `SELL 100 @ 95.00 stop_loss`.
  var fills: [String] {
    effects.compactMap { effect in
      guard case .filled(_, let fill, _) = effect else { return nil }
      let reason = desk.texts[desk.orders[fill.order].reason]
      return "\(fill.side.text) \(fill.quantity) @ \(fill.price) \(reason)"
    }
  }

  /// The orders so far, one text each: `SELL-2 executed`.
  var orders: [String] {
    (0..<desk.orders.count).map { "\(desk.orders[$0].id) \(desk.orders[$0].status.text)" }
  }
}
