import Market
import Money
import TestSupport
import Testing

@testable import Trading

/// Sessions whose orders leave for an exchange outside and come back as events.
@Suite("An exchange outside")
struct OutsideExchangeTests {
  /// A script that asks for anything a long-only desk may, with protection.
  private struct Asker: RuleSet {
    var random: SplitMix64
    var complaints: [String] = []

    mutating func run(
      _ run: TickRun, of ticks: Span<Tick>, script: Int, desk: inout Desk
    ) -> RunEnd {
      run.first(of: ticks, at: &desk) { tick, _, desk in onTick(tick, &desk) }
    }

    private mutating func onTick(_ tick: Tick, _ desk: inout Desk) -> CallOutcome {
      complaints += Books.complaints(desk)
      let price = Price(micros: tick.ltp.micros / 100_000 * 100_000)
      switch random.below(12) {
      case 0, 1, 2:
        desk.ask(.buy, 1 + random.below(20), tick.instrument, protection: guarded(price))
      case 3: desk.ask(.sell, 1 + random.below(10), tick.instrument)
      case 4: desk.close(tick.instrument)
      case 5: rest(.buy, tick.instrument, price, &desk)
      case 6: rest(.sell, tick.instrument, price, &desk)
      case 7: _ = desk.cancel(order: desk.orderCount() - 1 - Int(random.below(3)), source: "")
      case 8:
        _ = desk.modify(
          order: desk.orderCount() - 1, price: RequestedPrice(price), trigger: nil,
          quantity: .whole(1 + random.below(20)))
      default: break
      }
      if random.oneIn(200) {
        return .failed(ScriptFailure(kind: .error, callback: "on_tick", message: "random"))
      }
      return .completed
    }

    private mutating func rest(
      _ side: OrderSide, _ instrument: InstrumentID, _ price: Price, _ desk: inout Desk
    ) {
      var request = OrderRequest(
        side: side, instrument: instrument, quantity: .whole(1 + random.below(9)), type: .limit)
      request.price = RequestedPrice(price)
      _ = desk.place(request)
    }

    private mutating func guarded(_ price: Price) -> ProtectionRequest? {
      guard random.oneIn(2) else { return nil }
      var request = ProtectionRequest(stopLoss: .distance(.percent(nanos: 800_000_000)))
      if random.oneIn(2) { request.trail = .init(by: .percent(nanos: 600_000_000)) }
      if random.oneIn(2) {
        request.targets = [.init(level: .distance(.percent(nanos: 900_000_000)))]
      }
      return request
    }

    mutating func call(_ call: ScriptCall, script: Int, desk: inout Desk) -> CallOutcome {
      complaints += Books.complaints(desk)
      return .completed
    }
  }

  /// A session with such an exchange, driven by one thread and one seed.
  private struct Session: ~Copyable {
    var engine: Engine<Asker>
    var exchange: DelayedExchange
    var random: SplitMix64
    var time: Int64 = 1_700_000_000_000_000_000
    var quotes: [Tick?]
    var complaints: [String] = []

    init(seed: UInt64) {
      random = SplitMix64(seed: seed)
      let count = 1 + random.below(3 as Int64)
      var settings = Desk.Settings(initial: amount("100000"))
      settings.venue = .outside
      settings.outlivesScript = true
      var desk = Desk(
        index: 0, declaration: StrategyDeclaration(name: "outside", symbols: []),
        settings: settings)
      for place in 0..<count {
        desk.add(
          Instrument(
            id: InstrumentID(index: Int32(place)), symbol: "SIM:\(place)",
            increment: Price(micros: 50_000)), isDeclared: true)
      }
      quotes = Array(repeating: nil, count: Int(count))
      engine = Engine(desks: [desk], rules: Asker(random: SplitMix64(seed: seed ^ 0xfeed)))
      exchange = DelayedExchange(symbolCount: count, random: SplitMix64(seed: seed ^ 0xbeef))
      var effects: [Effect] = []
      engine.start(at: EventTime(nanoseconds: time), mode: .live, into: &effects)
    }

    mutating func enter(_ event: Event) throws {
      var effects: [Effect] = []
      try engine.process(event, into: &effects)
      exchange.take(effects, at: engine.clock)
      complaints += Books.complaints(engine.desks[0])
    }

    mutating func tick() throws {
      time += random.below(1_500_000_000)
      let place = Int(random.below(Int64(quotes.count)))
      let ltp = 100_000_000 + random.below(80 as Int64) * 50_000
      let tick = Tick(
        time: EventTime(nanoseconds: time), instrument: InstrumentID(index: Int32(place)),
        bid: Price(micros: ltp), ask: Price(micros: ltp + 50_000), ltp: Price(micros: ltp))
      quotes[place] = tick
      try enter(.tick(tick))
    }

    mutating func answer() throws {
      for update in exchange.answers(at: EventTime(nanoseconds: time), quotes) {
        try enter(.order(update, desk: 0, at: EventTime(nanoseconds: time)))
        guard case .cancelled = update.news else { continue }
        // What is said twice cannot be true twice, and changes nothing.
        let before = engine.desks[0].ledger
        try enter(.order(update, desk: 0, at: EventTime(nanoseconds: time)))
        #expect(engine.desks[0].ledger == before)
      }
      for (place, units) in exchange.net.enumerated()
      where engine.desks[0].heldPosition(InstrumentID(index: Int32(place))).quantity != units {
        complaints.append("symbol \(place): the exchange knows \(units)")
      }
    }
  }

  @Test(
    "books, holds and statuses follow what the exchange says, in parts, late, refused or lost",
    arguments: 0..<10 as Range<UInt64>)
  func port(batch: UInt64) throws {
    var counts: [String: Int] = [:]
    for seed in batch * 30..<(batch + 1) * 30 {
      var session = Session(seed: seed)
      for _ in 0..<120 {
        try session.tick()
        if session.random.oneIn(2) { try session.answer() }
      }
      // The operator ends it: entries are taken back, everything is sold, answers come in.
      for _ in 0..<200 {
        let now = EventTime(nanoseconds: session.time)
        try session.enter(.command(.flatten, at: now))
        try session.tick()
        session.time += 4_000_000_000
        try session.answer()
        if session.exchange.isIdle, session.engine.desks[0].openInstruments.isEmpty { break }
      }
      let desk = session.engine.desks[0]
      let complaints = session.complaints + session.engine.rules.complaints
      #expect(complaints.prefix(3) == [], "seed \(seed)")
      #expect(desk.openInstruments.isEmpty && desk.orders.working.isEmpty, "seed \(seed)")
      #expect(desk.holdsNothing, "seed \(seed)")
      #expect(
        (0..<desk.orders.count).allSatisfy {
          desk.orders[$0].filled == session.exchange.filled[$0] ?? 0
        }, "seed \(seed)")
      for (name, count) in session.exchange.counts.sorted(by: { $0.key < $1.key }) {
        counts[name, default: 0] += count
      }
    }
    for name in [
      "filled", "part", "cancelled", "rejected", "changed", "change reject", "cancel reject",
      "lost", "found",
    ] {
      #expect(counts[name] ?? 0 > 0, "the exchange never said \(name)")
    }
  }

  @Test("a fill that overtakes its cancellation counts, and an order is filled once only")
  func late() throws {
    var session = Session(seed: 1)
    try session.tick()
    let now = EventTime(nanoseconds: session.time)
    let instrument = InstrumentID(index: Int32(session.quotes.firstIndex { $0 != nil } ?? 0))
    let request = OrderRequest(
      side: .buy, instrument: instrument, quantity: .whole(10), reason: .api)
    var effects: [Effect] = []
    let ticket = session.engine.trade(request, desk: 0, at: now, into: &effects)
    let index = ticket.index
    #expect(effects.contains { if case .submit(0, index, _) = $0 { true } else { false } })
    #expect(session.engine.desks[0].orders[index].status == .pending)
    for news: OrderUpdate.News in [
      .filled(units: 4, price: price("100")), .cancelled, .filled(units: 6, price: price("101")),
    ] {
      session.engine.take(OrderUpdate(order: index, news), desk: 0, at: now, into: &effects)
    }
    #expect(session.engine.desks[0].orders[index].status == .executed)
    #expect(session.engine.desks[0].heldPosition(instrument).quantity == 10)
    #expect(session.engine.desks[0].holdsNothing)
    let ledger = session.engine.desks[0].ledger
    effects = []
    session.engine.take(
      OrderUpdate(order: index, .filled(units: 1, price: price("101"))), desk: 0, at: now,
      into: &effects)
    #expect(session.engine.desks[0].ledger == ledger)
    #expect(effects.contains { if case .alert = $0 { true } else { false } })
  }
}
