import Market
import Money
import Trading

/// What a script may look at: positions, the account, quotes, instruments, time.
extension ScriptHost {
  /// `position(instrument)`.
  func position(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    let desk = try desk("position")
    append(desk.pointee.seePosition(try instrumentID(values, 0)), &reply)
  }

  /// Writes a position's thirteen values in the order the prelude knows.
  func append(_ position: PositionView, _ reply: inout HostReply) {
    // Wrapping is harmless here: the ledger has checked these sums, and they are only shown.
    let net = position.unrealized.micros &+ position.trip.realized.micros
    reply.append(position.quantity)
    reply.append(
      position.quantity == 0
        ? 0 : NumberReading.double(micros: average(position.cost, over: position.quantity)))
    append(position.lastPrice, &reply)
    reply.append(NumberReading.double(micros: net &+ position.trip.commission.micros))
    reply.append(NumberReading.double(micros: net))
    append(position.stop, &reply)
    append(position.target, &reply)
    reply.append(position.trip.openedAt?.milliseconds)
    append(position.trip.best, &reply)
    append(position.trip.worst, &reply)
    if let multiple = position.riskMultipleMicros {
      reply.append(NumberReading.double(micros: multiple))
    } else {
      reply.appendNil()
    }
    reply.append(position.trip.tag)
    reply.append(position.trip.barsHeld)
  }

  private func append(_ price: Price?, _ reply: inout HostReply) {
    guard let price else { return reply.appendNil() }
    reply.append(NumberReading.double(micros: price.micros))
  }

  /// `account()`: cash, free, equity, realized, unrealized, commission.
  func account(_ reply: inout HostReply) throws(HostRefusal) {
    let view = try desk("account").pointee.seeAccount()
    for amount in [
      view.cash, view.free, view.equity, view.realized, view.unrealized, view.commission,
    ] {
      reply.append(NumberReading.double(micros: amount.micros))
    }
  }

  /// `quote(instrument)`: the eleven values of its last tick; nil before the first.
  func quote(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    let desk = try desk("quote")
    guard let last = desk.pointee.seeQuote(try instrumentID(values, 0)) else {
      return reply.appendNil()
    }
    append(last.tick, sequence: last.sequence, &reply)
  }

  /// Writes a tick's eleven values in the order of the bridge's `new_tick`, its symbol by number.
  func append(_ tick: Tick, sequence: Int64, _ reply: inout HostReply) {
    reply.append(Int64(tick.instrument.index))
    reply.append(sequence)
    reply.append(tick.time.milliseconds)
    reply.append(NumberReading.double(micros: tick.ltp.micros))
    reply.append(NumberReading.double(micros: tick.bid.micros))
    reply.append(NumberReading.double(micros: tick.ask.micros))
    reply.append(tick.volume)
    reply.append(tick.bidQuantity)
    reply.append(tick.askQuantity)
    reply.append(tick.openInterest)
    reply.append(tick.lastQuantity)
  }

  /// `instrument(instrument)`: increment, lot, multiplier.
  func instrument(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    let desk = try desk("instrument")
    let instrument = desk.pointee.seeInstrument(try instrumentID(values, 0))
    reply.append(NumberReading.double(micros: instrument.increment.micros))
    reply.append(instrument.lot)
    reply.append(Int64(1))
  }

  /// `now()`: milliseconds since the epoch.
  func now(_ reply: inout HostReply) throws(HostRefusal) {
    reply.append(try desk("now").pointee.seeNow().milliseconds)
  }

  /// `clock()`: hour, minute, second, date, text; in India.
  func clock(_ reply: inout HostReply) throws(HostRefusal) {
    let time = IndianTime(try desk("clock").pointee.seeNow())
    reply.append(Int64(time.hour))
    reply.append(Int64(time.minute))
    reply.append(Int64(time.second))
    reply.append(time.date.description)
    reply.append(time.clockText)
  }

  /// `sizeByRisk(instrument, rupees, unit, number)`: whole lots whose loss over the distance is at
  /// most the rupees; 0 when that is less than one lot, or there is no price yet.
  func sizeByRisk(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    let desk = try desk("size_by_risk")
    let id = try instrumentID(values, 0)
    guard let rupees = values.number(1) else {
      throw HostRefusal("size_by_risk: rupees: expected a number, was \(values.kind(1))")
    }
    let distance = try distance(unit: values.integer(2) ?? 0, values, 3, "size_by_risk: distance")
    let instrument = desk.pointee.seeInstrument(id)
    let last = desk.pointee.seeQuote(id)?.tick.ltp
    guard let risk = NumberReading.amount(rupees), risk > .zero,
      case .success(let length) = distance,
      let unitNanos = Self.nanosPerUnit(length, instrument: instrument, last: last), unitNanos > 0
    else { return reply.append(Int64(0)) }
    let units = Int128(risk.micros) * 1_000 / unitNanos
    let lots = units / Int128(instrument.lot)
    reply.append(Int64(clamping: lots * Int128(instrument.lot)))
  }

  /// The rupees of a distance in thousand-millionths, rounded up; nil when it needs more than is
  /// known.
  private static func nanosPerUnit(
    _ distance: Distance, instrument: Instrument, last: Price?
  ) -> Int128? {
    switch distance {
    case .points(let nanos): return Int128(nanos)
    case .increments(let nanos):
      return (Int128(nanos) * Int128(instrument.increment.micros) + 999_999) / 1_000_000
    case .percent(let nanos):
      guard let last else { return nil }
      return (Int128(nanos) * Int128(last.micros) + 99_999_999) / 100_000_000
    case .riskMultiples: return nil
    }
  }
}
