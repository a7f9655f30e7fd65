import Market
import Money
import Trading

let sbin = InstrumentID(index: 0)

/// A price from its text, for tests.
func price(_ text: String) -> Price { Price(parsing: text) ?? Price.zero }

/// An amount from its text, for tests.
func amount(_ text: String) -> Amount { Amount(parsing: text) ?? Amount(micros: .min) }

/// A price request from its text.
func asked(_ text: String) -> RequestedPrice { RequestedPrice(price(text)) }

/// One engine with one desk and one symbol, driven tick by tick.
struct Bench: ~Copyable {
  var engine: Engine<ScriptedRules>
  var effects: [Effect] = []
  private var time: Int64 = 1_700_000_000_000

  /// A bench with cash; the declaration and settings may be changed before the first tick.
  init(
    cash: String = "500000", latencyMilliseconds: Int64 = 0, symbols: [String] = ["NSE:SBIN-EQ"],
    increment: String = "0.05", rules: ScriptedRules = ScriptedRules(),
    change: (inout StrategyDeclaration) -> Void = { _ in }
  ) {
    var declaration = StrategyDeclaration(name: "test", symbols: symbols)
    change(&declaration)
    let settings = Desk.Settings(
      initial: amount(cash),
      latencyNanoseconds: latencyMilliseconds * EventTime.nanosecondsPerMillisecond)
    var desk = Desk(index: 0, declaration: declaration, settings: settings)
    for (index, symbol) in symbols.enumerated() {
      let instrument = Instrument(
        id: InstrumentID(index: Int32(index)), symbol: symbol, increment: price(increment))
      desk.add(instrument, isDeclared: true)
    }
    engine = Engine(desks: [desk], rules: rules)
    engine.start(
      at: EventTime(milliseconds: time), mode: .replay, into: &effects)
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
}

extension Desk {
  /// Buys at the market, for tests.
  @discardableResult
  mutating func buy(
    _ quantity: Int64, stop: String? = nil, target: String? = nil,
    protection: ProtectionRequest? = nil
  ) -> OrderTicket {
    var request = protection ?? ProtectionRequest()
    if let stop { request.stopLoss = .price(asked(stop)) }
    if let target { request.targets = [.init(level: .price(asked(target)))] }
    return place(
      OrderRequest(
        side: .buy, instrument: sbin, quantity: .whole(quantity), protection: request,
        source: "test.lua:1"))
  }

  /// Sells at the market, for tests.
  @discardableResult
  mutating func sell(_ quantity: Int64) -> OrderTicket {
    place(
      OrderRequest(
        side: .sell, instrument: sbin, quantity: .whole(quantity), source: "test.lua:2"))
  }
}

extension OrderTicket {
  /// The code of a denial; nil when approved.
  var denial: DenialReason? {
    guard case .denied(let denial) = self else { return nil }
    return denial.reason
  }

  /// The sentence of a denial.
  var detail: String? {
    guard case .denied(let denial) = self else { return nil }
    return denial.detail
  }
}
