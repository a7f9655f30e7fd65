/// When Indian markets trade: hours by segment and date, holidays, special days, and the latest
/// times to close positions.
///
/// Every fact is read from a text with its date and source. Days outside ``knownYears`` are taken
/// for usual weekdays.
public struct TradingCalendar: Sendable {
  /// Facts of one segment, and from which day on each holds.
  struct Dated<Value: Sendable>: Sendable {
    var entries: [(from: Int64, value: Value)] = []

    /// What holds on a day: the latest that has begun, or the first before any has.
    subscript(day: Int64) -> Value? {
      entries.last { $0.from <= day }?.value ?? entries.first?.value
    }

    /// Puts a fact in its place; of one day the later line counts.
    mutating func insert(_ value: Value, from day: Int64) {
      let index = entries.firstIndex { $0.from > day } ?? entries.count
      entries.insert((day, value), at: index)
    }

    /// Lets other facts stand in place of these from the day on from which the first of them holds.
    mutating func correct(with others: Self) {
      guard let first = others.entries.first?.from else { return }
      entries.removeAll { $0.from >= first }
      entries += others.entries
    }
  }

  /// A segment and a product.
  struct RuleKey: Hashable, Sendable {
    let segment: MarketSegment
    let product: HoldingProduct
  }

  /// An exchange and a day, counted since 1970-01-01.
  struct DayKey: Hashable, Sendable {
    let exchange: Exchange
    let day: Int64
  }

  var hours: [MarketSegment: Dated<TradingSession>] = [:]
  var rules: [RuleKey: Dated<SquareOffRule>] = [:]
  var holidays: [DayKey: String] = [:]
  var specials: [DayKey: TradingSession] = [:]

  /// Names of the shares with a closing auction, without exchange and series: `SBIN`.
  ///
  /// The day's symbol master replaces them: a share has one when it has live derivatives.
  public var auctionShares: Set<String> = []

  /// The lines it was corrected by, in their order; empty for a calendar as it was written.
  public internal(set) var corrections: [String] = []

  /// The calendar this version of the program carries.
  public static let standard: TradingCalendar = {
    let text = String(decoding: PackageResources.trading_calendar_txt, as: UTF8.self)
    var problem: CalendarError?
    var calendar = TradingCalendar()
    do throws(CalendarError) {
      calendar = try TradingCalendar(parsing: text)
    } catch {
      problem = error
    }
    precondition(problem == nil, "the calendar inside the program is well formed")
    return calendar
  }()

  /// The years whose holidays are known, of all exchanges together.
  public var knownYears: ClosedRange<Int>? {
    // lint: allow order, because the smallest and the largest do not depend on it
    let years = holidays.keys.map { CivilDate(day: $0.day).year }
    guard let first = years.min(), let last = years.max() else { return nil }
    return first...last
  }

  /// The segment of a symbol; nil for one outside the Indian calendar (`SIM:`).
  public func segment(of symbol: String) -> MarketSegment? {
    guard let listed = ListedSymbol(parsing: symbol) else { return nil }
    let kind: MarketSegment.Kind =
      switch listed.form {
      case .share(let name): auctionShares.contains(name) ? .auctionCash : .cash
      case .derivative: .derivative
      case .index: .index
      case .commodity: .commodity
      }
    return MarketSegment(exchange: listed.exchange, kind: kind)
  }

  /// The usual session of a segment, whether or not it trades that day; nil when the calendar knows
  /// nothing of the segment.
  public func usualSession(of segment: MarketSegment, on day: CivilDate) -> TradingSession? {
    hours[segment]?[day.dayNumber]
  }

  /// The session of a segment on a day; nil when it does not trade.
  public func session(of segment: MarketSegment, on day: CivilDate) -> TradingSession? {
    let number = day.dayNumber
    let key = DayKey(exchange: segment.exchange, day: number)
    if let special = specials[key] { return special }
    guard day.weekday < 5, holidays[key] == nil else { return nil }
    return hours[segment]?[number]
  }

  /// The name of a holiday; nil on any other day.
  public func holiday(of exchange: Exchange, on day: CivilDate) -> String? {
    holidays[DayKey(exchange: exchange, day: day.dayNumber)]
  }

  /// The phase of a segment at a moment.
  public func phase(of segment: MarketSegment, at time: EventTime) -> SessionPhase {
    let local = IndianTime(time)
    guard let clock = ClockTime(secondOfDay: local.secondOfDay) else { return .closed }
    return session(of: segment, on: local.date)?.phase(at: clock) ?? .closed
  }

  /// Whether a segment trades continuously at a moment.
  public func isOpen(_ segment: MarketSegment, at time: EventTime) -> Bool {
    phase(of: segment, at: time) == .open
  }

  /// The first day after another on which a segment trades; nil when there is none in a year.
  public func nextTradingDay(of segment: MarketSegment, after day: CivilDate) -> CivilDate? {
    let first = day.dayNumber + 1
    return (first..<first + 366).lazy.map { CivilDate(day: $0) }
      .first { session(of: segment, on: $0) != nil }
  }

  /// Adds a holiday that was announced after the calendar was written.
  public mutating func addHoliday(_ name: String, of exchange: Exchange, on day: CivilDate) {
    holidays[DayKey(exchange: exchange, day: day.dayNumber)] = name
  }

  /// Adds a special session, which overrides a holiday and the weekend.
  public mutating func addSpecialSession(
    _ session: TradingSession, of exchange: Exchange, on day: CivilDate
  ) {
    specials[DayKey(exchange: exchange, day: day.dayNumber)] = session
  }
}

extension TradingCalendar {
  /// Whether an instrument trades continuously at a moment; one outside the calendar always does.
  public func isOpen(_ symbol: String, at time: EventTime) -> Bool {
    guard let segment = segment(of: symbol) else { return true }
    return isOpen(segment, at: time)
  }

  /// The phase an instrument is in at a moment; one outside the calendar is always open.
  public func phase(of symbol: String, at time: EventTime) -> SessionPhase {
    guard let segment = segment(of: symbol) else { return .open }
    return phase(of: segment, at: time)
  }

  /// The first day after another on which an instrument trades, both counted since 1970-01-01; the
  /// next day for one outside the calendar.
  public func nextTradingDay(of symbol: String, after day: Int64) -> Int64 {
    guard let segment = segment(of: symbol) else { return day + 1 }
    return nextTradingDay(of: segment, after: CivilDate(day: day))?.dayNumber ?? day + 1
  }

  /// The first day after another on which shares trade on the NSE, both counted since 1970-01-01.
  public func nextTradingDay(after day: Int64) -> Int64 {
    let shares = MarketSegment(exchange: .nse, kind: .cash)
    return nextTradingDay(of: shares, after: CivilDate(day: day))?.dayNumber ?? day + 1
  }
}
