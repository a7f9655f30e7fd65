import Market
import Money

/// Time and ticks as they reach the desk.
extension Desk {
  /// Takes a tick of a declared symbol: clock, last tick, mark, best and worst price.
  ///
  /// - Throws: ``EngineError`` when the position's value leaves the range of amounts.
  @inline(__always)
  mutating func take(_ tick: Tick, sequence: Int64) throws(EngineError) {
    moment = Moment(clock: tick.time, sequence: sequence)
    script.requests = 0
    if ticks.count == 0 { ticks.first = tick.time }
    ticks.count &+= 1
    try mark(tick, sequence: sequence)
  }

  /// Takes a tick as its symbol's last, and values what is held at it.
  @inline(__always)
  mutating func mark(_ tick: borrowing Tick, sequence: Int64) throws(EngineError) {
    do throws(MoneyError) {
      try book.take(tick, sequence: sequence)
    } catch {
      throw .valueOutOfRange(
        symbol: gate.instruments[tick.instrument.position].symbol, sequence: sequence)
    }
  }

  /// Lets time pass without a tick of a declared symbol.
  mutating func pass(to time: EventTime, sequence: Int64) {
    moment = Moment(clock: time, sequence: sequence)
    script.requests = 0
  }

  /// The next bar that has ended by now; nil when none has.
  mutating func takeClosedBar() -> Bar? {
    guard let bar = agenda.closeBar(by: clock) else { return nil }
    if bar.interval == declaration.bars.first.flatMap({ BarInterval(rawValue: $0) }) {
      book.countBar(bar.instrument.position)
    }
    return bar
  }

  /// Begins event time: timers set before get their first firing.
  mutating func beginTime(at time: EventTime) {
    moment.clock = time
    agenda.begin(at: time, bars: barBuilder(), session: sessionClock())
  }

  private func sessionClock() -> SessionClock? {
    let segments = symbols.compactMap { gate.segments[$0.position] }
    guard let calendar = settings.calendar, let segment = segments.first else { return nil }
    return SessionClock(calendar: calendar, segment: segment)
  }

  private func barBuilder() -> BarBuilder? {
    let intervals = declaration.bars.compactMap { BarInterval(rawValue: $0) }
    guard !intervals.isEmpty else { return nil }
    return BarBuilder(
      symbols.map { id in
        BarBuilder.Request(
          instrument: id, intervals: intervals,
          grid: BarGrid(
            symbol: gate.instruments[id.position].symbol, calendar: settings.calendar))
      })
  }

  /// Finds out when positions are squared off on a date.
  mutating func beginDay(_ date: CivilDate) {
    guard declaration.squareOff == .auto, let calendar = settings.calendar,
      let product = HoldingProduct(rawValue: declaration.product.rawValue)
    else { return }
    let segments = gate.segments
    agenda.setSquareOffs { place in
      segments[place].flatMap { segment in
        calendar.automaticSquareOff(for: segment, product, on: date)?.secondOfDay
      }
    }
  }

  /// Squares off by the clock, for symbols that have no tick at that moment, and takes back resting
  /// entries for which it is too late.
  mutating func lookAtClock() {
    let (agenda, clock) = (agenda, clock)
    withdraw {
      $0.isEntry && $0.isResting && agenda.isSquaredOff($0.instrument.position, at: clock)
    }
    for place in book.holdings.indices where book.holdings[place].position.isOpen {
      guard agenda.isSquaredOff(place, at: clock) else { continue }
      leave(place, quantity: .max, reason: .squareOff, source: 0)
    }
  }

  /// Whether the clock alone may end something here.
  var heedsClock: Bool {
    (book.openPositions > 0 || !orders.working.isEmpty) && agenda.squaresOff
  }
}
