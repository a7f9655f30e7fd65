import CLuaBridge
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

  /// Writes a position, of which the bridge makes an object.
  func append(_ position: PositionView, _ reply: inout HostReply) {
    reply.append(sauda_position(position), tag: position.trip.tag)
  }

  /// `account()`.
  func account(_ reply: inout HostReply) throws(HostRefusal) {
    reply.append(sauda_account(try desk("account").pointee.seeAccount()))
  }

  /// `quote(instrument)`: its last tick; nil before the first.
  func quote(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    let desk = try desk("quote")
    guard let last = desk.pointee.seeQuote(try instrumentID(values, 0)) else {
      return reply.appendNil()
    }
    reply.append(last.tick, sequence: last.sequence)
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

  /// `instrument(instrument)`: increment, lot, multiplier, and the freeze quantity or nil.
  func instrument(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    let desk = try desk("instrument")
    let instrument = desk.pointee.seeInstrument(try instrumentID(values, 0))
    reply.append(NumberReading.double(micros: instrument.increment.micros))
    reply.append(instrument.lot)
    reply.append(Int64(1))
    reply.append(instrument.freeze)
  }

  /// `now()`: milliseconds since the epoch.
  func now(_ reply: inout HostReply) throws(HostRefusal) {
    reply.append(try desk("now").pointee.seeNow().milliseconds)
  }

  /// `session(instrument)`: the phase of its market.
  func session(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    let desk = try desk("session")
    reply.append(desk.pointee.seePhase(of: try instrumentID(values, 0)).rawValue)
  }

  /// `clock(ms)`: hour, minute, second, date, text of a time, without one of the event's; in India.
  func clock(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    var moment = try desk("clock").pointee.seeNow()
    if !values.isNil(0) {
      let largest: Double = 9_000_000_000_000  // lint: allow floating, because Lua speaks doubles
      guard let number = values.number(0), abs(number) <= largest else {
        throw HostRefusal(
          "clock: expected milliseconds since 1970 up to the year 2255, was "
            + (values.number(0).map { plainText($0) } ?? values.kind(0)))
      }
      moment = EventTime(milliseconds: Int64(number.rounded(.down)))
    }
    let time = IndianTime(moment)
    reply.append(Int64(time.hour))
    reply.append(Int64(time.minute))
    reply.append(Int64(time.second))
    reply.append(time.date)
    reply.append(time.clockText)
  }

  /// `sizeByRisk(instrument, rupees, unit, number)`: whole lots that lose at most the rupees.
  ///
  /// Free cash pays for them, as far as there is a price yet. None when less than a lot is left, or the
  /// distance needs a price that is not there.
  func sizeByRisk(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    let desk = try desk("size_by_risk")
    let id = try instrumentID(values, 0)
    guard let rupees = values.number(1) else {
      throw HostRefusal("size_by_risk: rupees: expected a number, was \(values.kind(1))")
    }
    let distance = try distance(unit: values.integer(2) ?? 0, values, 3, "size_by_risk: distance")
    let instrument = desk.pointee.seeInstrument(id)
    let tick = desk.pointee.seeQuote(id)?.tick
    guard let risk = NumberReading.amount(rupees), risk > .zero, instrument.lot > 0,
      case .success(let length) = distance,
      let unitNanos = Self.nanosPerUnit(length, instrument: instrument, last: tick?.ltp),
      unitNanos > 0
    else { return reply.append(Int64(0)) }
    let units = Int128(risk.micros) * 1_000 / unitNanos
    let lots = Int64(clamping: units / Int128(instrument.lot))
    guard let tick else {
      return reply.append(Int64(clamping: Int128(lots) * Int128(instrument.lot)))
    }
    // An entry is held at the ask, one that opens a short at the bid; without an ask at the last price.
    let price = max(tick.ask == .zero ? tick.ltp : tick.ask, tick.bid)
    let affordable = Self.lots(
      atMost: lots, of: instrument.lot, at: price, for: desk.pointee.seeAccount())
    reply.append(affordable * instrument.lot)
  }

  /// The most lots that an account's free cash pays for, charges included.
  private static func lots(
    atMost bound: Int64, of lot: Int64, at price: Price, for account: AccountView
  ) -> Int64 {
    func isAffordable(_ lots: Int64) -> Bool {
      let (units, overflow) = lots.multipliedReportingOverflow(by: lot)
      guard !overflow else { return false }
      do throws(MoneyError) {
        let value = try price.value(of: units)
        return try value.adding(account.charges.charges(on: value).total()) <= account.free
      } catch {
        return false
      }
    }
    guard account.free > .zero else { return 0 }
    if isAffordable(bound) { return bound }
    // The charges grow with the value, so there is one place where it stops being affordable.
    var (most, tooMany) = (Int64(0), bound)
    while most + 1 < tooMany {
      let middle = most + (tooMany - most) / 2
      if isAffordable(middle) { most = middle } else { tooMany = middle }
    }
    return most
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
