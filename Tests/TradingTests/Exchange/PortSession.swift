import Market
import Money

@testable import Trading

/// A session of one symbol whose orders leave for an exchange outside, which says what a test says.
struct PortSession: ~Copyable {
  var engine: Engine<ScriptedRules>
  var effects: [Effect] = []
  /// In milliseconds.
  var time: Int64

  init(
    week start: String = "10:00", symbol: String = "SIM:A", calendar: TradingCalendar? = nil,
    _ change: (inout StrategyDeclaration) -> Void = { _ in }
  ) {
    var settings = Desk.Settings(initial: amount("100000"), calendar: calendar)
    settings.venue = .outside
    settings.outlivesScript = true
    var declaration = StrategyDeclaration(name: "port", symbols: [symbol])
    change(&declaration)
    var desk = Desk(index: 0, declaration: declaration, settings: settings)
    desk.add(Instrument(id: sbin, symbol: symbol, increment: price("0.05")), isDeclared: true)
    engine = Engine(desks: [desk], rules: ScriptedRules())
    time = week(start)
    engine.start(at: EventTime(milliseconds: time), mode: .live, into: &effects)
  }

  var desk: Desk { engine.desks[0] }

  /// A tick a second later, or at a moment of the week.
  mutating func tick(
    at moment: String? = nil, _ ltp: String,
    doing action: @escaping (inout Desk) -> Void = { _ in }
  ) throws {
    time = moment.map(week) ?? time + 1_000
    engine.rules.onTick = { _, _, desk in
      action(&desk)
      return .completed
    }
    let tick = Tick(
      time: EventTime(milliseconds: time), instrument: sbin, bid: price(ltp), ask: price(ltp),
      ltp: price(ltp))
    try engine.process(tick, into: &effects)
    engine.rules.onTick = { _, _, _ in .completed }
  }

  /// Lets time pass to a moment of the week.
  mutating func clock(at moment: String) {
    time = week(moment)
    engine.pass(to: EventTime(milliseconds: time), into: &effects)
  }

  /// A trade by hand.
  mutating func request(
    _ side: OrderSide, _ quantity: Int64, protection: ProtectionRequest? = nil
  ) {
    let request = OrderRequest(
      side: side, instrument: sbin, quantity: .whole(quantity), protection: protection,
      reason: .api)
    _ = engine.trade(request, desk: 0, at: EventTime(milliseconds: time), into: &effects)
  }

  /// What the exchange says of an order.
  mutating func say(_ order: Int, _ news: OrderUpdate.News) {
    engine.take(
      OrderUpdate(order: order, news), desk: 0, at: EventTime(milliseconds: time), into: &effects)
  }

  /// The orders that left, in order.
  var submitted: [Int] {
    effects.compactMap { if case .submit(_, let order, _) = $0 { order } else { nil } }
  }

  /// What became of each order: `BUY-1 cancelled day_end`.
  var outcomes: [String] {
    (0..<desk.orders.count).map { index in
      let order = desk.orders[index]
      return "\(order.id) \(order.status.text) \(desk.texts[order.reason])"
    }
  }
}
