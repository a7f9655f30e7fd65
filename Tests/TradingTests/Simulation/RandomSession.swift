import Market
import Money
import TestSupport

@testable import Trading

/// A short session in which everything is drawn from a seed.
struct RandomSession {
  /// What came of it.
  struct Outcome: Equatable {
    var complaints: [String] = []
    /// A digest of all effects, in order.
    var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    var fills = 0
    /// The reasons of all decisions.
    var reasons: Set<String> = []

    mutating func fold(_ value: Int64?) {
      digest = (digest ^ UInt64(bitPattern: value ?? 77)) &* 0x0000_0100_0000_01b3
    }
  }

  let seed: UInt64
  /// The events before which a new engine goes on from a snapshot of the one before.
  var restores: Set<Int> = []
  /// Where the moments of clock events between the others are drawn from; nil: there are none.
  var clocks: SplitMix64?
  private var random: SplitMix64
  private var held: [Int64] = []
  private var symbols: [String] = []
  /// The calendar of the session; nil: it is one of simulated symbols.
  private var calendar: TradingCalendar?
  /// The moments between which nobody was there, the last first.
  private var gap: ClosedRange<EventTime>?

  init(seed: UInt64) {
    self.seed = seed
    random = SplitMix64(seed: seed)
  }

  /// Runs the session.
  static func run(
    seed: UInt64, restoring restores: Set<Int> = [], withClockEvents: Bool = false
  ) -> Outcome {
    var session = RandomSession(seed: seed)
    session.restores = restores
    if withClockEvents { session.clocks = SplitMix64(seed: seed ^ 0xc10c) }
    return session.run()
  }

  /// Ticks of a session.
  static let ticks = 24

  private mutating func run() -> Outcome {
    let symbolCount = 1 + random.below(3 as Int64)
    let scale = random.pick(
      [
        100_000_000, 100_000_000, 100_000_000, 20_000, 40, 1_000_000_000_000_000,
        400_000_000_000_000_000,
      ] as [Int64])
    held = Array(repeating: 0, count: Int(symbolCount))
    if random.oneIn(2) { calendar = .standard }
    symbols = Array(
      (calendar == nil
        ? ["SIM:0", "SIM:1", "SIM:2"] : [Listed.share, Listed.gold, "SIM:2", Listed.future])
        .dropFirst(calendar == nil ? 0 : Int(random.below(2 as Int64))).prefix(Int(symbolCount)))
    let script = RandomScript(
      random: SplitMix64(seed: seed ^ 0xabcd), symbolCount: symbolCount, scale: scale)
    let desk = desk(symbolCount, scale)
    var engine = Engine(desks: [desk], rules: script)
    var effects: [Effect] = []
    var outcome = Outcome()
    let first = random.oneIn(3) ? random.below(86_400) : 32_000 + random.below(22_000 as Int64)
    var time = (week("3 00:00") + first * 1_000) * EventTime.nanosecondsPerMillisecond
    engine.start(at: EventTime(nanoseconds: time), mode: .replay, into: &effects)
    var prices = Array(repeating: scale, count: Int(symbolCount))
    for number in 0..<Self.ticks {
      if restores.contains(number) { engine = restored(engine, [desk]) }
      let before = time
      time += step()
      let place = Int(random.below(symbolCount))
      prices[place] = moved(prices[place], scale)
      let event = event(from: before, to: time, place, ltp: prices[place], scale)
      letTimePass(from: before, to: gap?.lowerBound.nanoseconds ?? time, &engine, &effects)
      var isOver = false
      do throws(EngineError) {
        try engine.process(event, into: &effects)
      } catch {
        isOver = true
      }
      take(&effects, engine.desks[0], &outcome)
      outcome.complaints += Books.complaints(engine.desks[0])
      // A dry run ends where its script fails.
      if isOver || (engine.hasFailed && !desk.settings.outlivesScript) { break }
    }
    engine.stop(reason: "end", into: &effects)
    take(&effects, engine.desks[0], &outcome)
    outcome.complaints += engine.rules.complaints + Books.complaints(engine.desks[0])
    outcome.complaints += totals(engine.desks[0])
    return outcome
  }

  /// How long nothing happens, in nanoseconds; now and then hours begin or end meanwhile.
  private mutating func step() -> Int64 {
    if random.oneIn(calendar == nil ? 30 : 12) { return random.below(90_000_000_000_000) }
    return random.oneIn(4) ? random.below(40_000_000_000) : random.below(2_000_000_000)
  }

  /// A tick, mostly.
  private mutating func event(
    from before: Int64, to time: Int64, _ place: Int, ltp: Int64, _ scale: Int64
  ) -> Event {
    let now = EventTime(nanoseconds: time)
    gap = nil
    switch random.below(40) {
    case 0, 1:
      let start = EventTime(nanoseconds: before + random.below(time - before + 1))
      gap = start...now
      return .gap(since: start, until: now)
    case 2:
      return .command(
        random.pick([.exitOnly, .flatten, .halt, .resume, .resume, .resume]), at: now)
    case 3:
      return .connection(
        state: "random",
        trouble: random.oneIn(5) ? random.pick([.stale, .disconnected]) : nil, at: now)
    default: return .tick(tick(at: time, place, ltp: ltp, scale))
    }
  }

  /// Clock events at any moments up to that of the event to come.
  private mutating func letTimePass(
    from before: Int64, to time: Int64, _ engine: inout Engine<RandomScript>,
    _ effects: inout [Effect]
  ) {
    guard clocks != nil, time >= before else { return }
    var moments = (0..<Int(clocks?.below(4 as Int64) ?? 0)).map { _ in
      before + (clocks?.below(time - before + 1) ?? 0)
    }
    if clocks?.oneIn(4) == true { moments.append(time) }
    for moment in moments.sorted() {
      _ = try? engine.process(.clock(EventTime(nanoseconds: moment)), into: &effects)
    }
  }

  /// A new engine that goes on from a snapshot of another.
  private func restored(_ engine: borrowing Engine<RandomScript>, _ desks: [Desk]) -> Engine<
    RandomScript
  > {
    var fresh = engine.rules
    fresh.random = SplitMix64(seed: 0)
    var other = Engine(desks: desks, rules: fresh)
    do throws(SnapshotError) {
      try other.restore(EngineSnapshot(bytes: engine.snapshot().bytes))
    } catch {
      other.rules.complaints.append("\(error)")
    }
    return other
  }

  private mutating func desk(_ symbolCount: Int64, _ scale: Int64) -> Desk {
    var declaration = StrategyDeclaration(name: "random", symbols: [])
    declaration.allowsShort = random.oneIn(2)
    let cash = scale > 1_000_000_000_000 ? Int64.max - random.below(1_000) : scale * 1_000
    if random.oneIn(4) { declaration.limits.maxLoss = Amount(micros: 1 + random.below(cash / 10)) }
    if random.oneIn(6) { declaration.limits.maxQuantity = random.pick([0, 100, .max]) }
    if random.oneIn(6) { declaration.limits.maxNotional = Amount(micros: random.pick([0, .max])) }
    if random.oneIn(6) { declaration.limits.maxOrders = random.below(10) }
    if random.oneIn(6) { declaration.limits.maxPositions = random.below(3) }
    if random.oneIn(6) { declaration.limits.cooldownSeconds = random.pick([0, 3, .max]) }
    let hours = 32_000 + random.below(24_000 as Int64)
    let seconds: [Int64] = [random.below(86_400), hours, hours, hours, .min, .max]
    if random.oneIn(6) { declaration.noEntryAfterSecond = random.pick(seconds) }
    if random.oneIn(3) {
      declaration.squareOff = random.pick([.never, .auto, .at(secondOfDay: random.pick(seconds))])
    }
    declaration.product = random.pick([.intraday, .intraday, .cnc, .margin])
    declaration.onError = random.pick(StrategyDeclaration.ErrorPolicy.allCases)
    if random.oneIn(3) { declaration.trigger = .quote }
    if random.oneIn(3) { declaration.bars = ["1m", "1d"] }
    let latency = random.pick([0, 0, 0, 1, 700_000_000, 3_000_000_000, .max] as [Int64])
    var settings = Desk.Settings(
      initial: Amount(micros: cash),
      charges: ChargeSchedule(
        commission: CommissionRate(nanos: random.pick([0, 500_000, 1_000_000_000])) ?? .standard),
      latencyNanoseconds: latency,
      stalenessNanoseconds: random.pick([30_000_000_000, 30_000_000_000, .max, 0]),
      calendar: calendar)
    settings.outlivesScript = random.oneIn(2)
    declaration.symbols = symbols
    var desk = Desk(index: 0, declaration: declaration, settings: settings)
    let increment = random.pick([1, 10, 2_500, 50_000, 1_000_000] as [Int64])
    for place in 0..<symbolCount {
      let instrument = Instrument(
        id: InstrumentID(index: Int32(place)), symbol: symbols[Int(place)],
        increment: Price(micros: min(increment, max(1, scale / 20))),
        lot: random.oneIn(6) ? 7 : 1)
      desk.add(instrument, isDeclared: true)
    }
    return desk
  }

  private mutating func moved(_ price: Int64, _ scale: Int64) -> Int64 {
    if random.oneIn(60) { return random.pick([1, 2, Int64.max / 3, Int64.max]) }
    let step = max(1, scale / 40)
    return min(max(1, price / 2 + scale / 2 + random.below(2 * step + 1) - step), .max / 2)
  }

  private mutating func tick(at time: Int64, _ place: Int, ltp: Int64, _ scale: Int64) -> Tick {
    let spread = random.below(max(1, min(ltp, scale) / 200 + 1))
    let bid = random.oneIn(12) ? 0 : max(1, ltp - spread)
    let ask = random.oneIn(12) ? 0 : min(ltp, .max - spread) + spread
    return Tick(
      time: EventTime(nanoseconds: time), instrument: InstrumentID(index: Int32(place)),
      bid: Price(micros: bid), ask: Price(micros: ask), ltp: Price(micros: ltp))
  }

  /// Folds effects into the digest and adds up fills, which must be the positions.
  private mutating func take(_ effects: inout [Effect], _ desk: Desk, _ outcome: inout Outcome) {
    for effect in effects {
      switch effect {
      case .decision(_, let decision):
        outcome.reasons.insert(desk.texts[decision.reason])
        for value in [
          decision.time.nanoseconds, decision.sequence, Int64(decision.number), decision.quantity,
          decision.price?.micros,
          decision.trigger?.micros, Int64(decision.reason), Int64(decision.kind.rawValue),
        ] { outcome.fold(value) }
      case .filled(_, let fill, let ledger):
        outcome.fills += 1
        outcome.complaints += complaints(about: fill)
        outcome.fold(fill.price.micros)
        outcome.fold(ledger.wallet.micros)
        held[fill.instrument.position] += fill.side == .buy ? fill.quantity : -fill.quantity
      case .scriptFailed(_, _, let sequence): outcome.fold(sequence)
      case .alert, .modeChanged, .submit, .cancel, .modify: outcome.fold(1)
      }
    }
    effects.removeAll(keepingCapacity: true)
    for (place, quantity) in held.enumerated()
    where desk.heldPosition(InstrumentID(index: Int32(place))).quantity != quantity {
      outcome.complaints.append("the fills of symbol \(place) add up to \(quantity)")
    }
  }

  /// Nothing trades outside of its symbol's continuous trading, nor while nobody is there.
  private func complaints(about fill: Fill) -> [String] {
    var complaints: [String] = []
    let symbol = symbols[fill.instrument.position]
    if let calendar, !calendar.isOpen(symbol, at: fill.time) {
      complaints.append("\(symbol) was dealt at \(IndianTime(fill.time).iso8601)")
    }
    if let gap, fill.time > gap.lowerBound { complaints.append("\(symbol) was dealt in a gap") }
    return complaints
  }

  /// Orders, trades and open trips must add up to the ledger.
  private func totals(_ desk: Desk) -> [String] {
    var realized: Int128 = 0
    var commission: Int128 = 0
    var isWorking = false
    for index in 0..<desk.orders.count {
      let order = desk.orders[index]
      realized += Int128(order.realized.micros)
      commission += Int128(order.commission.micros)
      isWorking = isWorking || order.status.isWorking
    }
    var trips = desk.trades.netMicros
    for holding in desk.book.holdings { trips += Int128(holding.position.tripRealized.micros) }
    var complaints: [String] = []
    if realized != Int128(desk.ledger.realized.micros) { complaints.append("orders' realized") }
    if trips != Int128(desk.ledger.realized.micros) { complaints.append("trades' realized") }
    if commission != Int128(desk.ledger.commission.micros) { complaints.append("commission") }
    if isWorking == desk.orders.working.isEmpty { complaints.append("statuses of working orders") }
    if desk.orders.working.isEmpty, desk.orders.heldCash != 0 {
      complaints.append("something is held for nothing")
    }
    return complaints
  }
}
