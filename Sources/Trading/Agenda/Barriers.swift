import Market

/// When entries end and positions are squared off, on the Indian date that is under way.
struct Barriers: Sendable {
  /// How a symbol is squared off.
  enum SquareOff: Equatable, Sendable {
    /// Not by the clock.
    case never
    /// Positions of the product INTRADAY, at the calendar's time.
    case automatic
    /// Every position, at a second of the day.
    case at(secondOfDay: Int64)
  }

  /// Minutes before the end of continuous trading, where the time that was given comes too late.
  private static let minutesBeforeEnd: Int64 = 20

  /// The second of the day from which there are no entries; nil: none.
  private var noEntryAfter: Int64?
  private var calendar: TradingCalendar?
  private var rules: [SquareOff] = []
  private var segments: [MarketSegment?] = []
  /// By symbol, the moment at which its entries end on this date; the end of time: none.
  private var entryEnds: [Int64] = []
  /// By symbol, the moment at which it is squared off on this date; the end of time: none.
  private(set) var squareOffs: [Int64] = []
  /// The last instant that was dealt with.
  private(set) var passed = Int64.min
  /// The first moment to come.
  private(set) var next = Int64.max

  /// Barriers of nothing yet.
  init(noEntryAfter: Int64?, calendar: TradingCalendar?) {
    self.noEntryAfter = noEntryAfter
    self.calendar = calendar
  }

  /// Takes the next symbol.
  mutating func addSymbol(_ rule: SquareOff, _ segment: MarketSegment?) {
    rules.append(rule)
    segments.append(segment)
    entryEnds.append(.max)
    squareOffs.append(.max)
  }

  /// Goes on on a date of which the moments up to one were dealt with.
  mutating func restore(passed: Int64, day: Int64) {
    self.passed = passed
    begin(day: day, now: EventTime(nanoseconds: .min + 1))
  }

  /// Whether a symbol is squared off only where the position is of the product INTRADAY.
  func isOnlyIntraday(_ place: Int) -> Bool { rules[place] == .automatic }

  /// Finds out what falls due on a date, counted in days since 1970-01-01.
  ///
  /// What lies before the moment of now is past: it keeps entries away and does nothing else.
  mutating func begin(day: Int64, now: EventTime) {
    passed = max(passed, now.nanoseconds - 1)
    let date = CivilDate(day: day)
    for place in rules.indices {
      let session = segments[place].flatMap { calendar?.session(of: $0, on: date) }
      // A date on which the symbol does not trade has no barriers.
      if segments[place] != nil, session == nil {
        entryEnds[place] = .max
        squareOffs[place] = .max
        continue
      }
      entryEnds[place] = noEntryAfter.map { Self.moment(day, $0) } ?? .max
      squareOffs[place] = squareOff(of: place, session, on: date, day) ?? .max
    }
    refresh()
  }

  /// The time of day at which a symbol is squared off on a date; nil when it is not.
  func time(of place: Int, on day: Int64) -> ClockTime? {
    let date = CivilDate(day: day)
    let session = segments[place].flatMap { calendar?.session(of: $0, on: date) }
    if segments[place] != nil, session == nil { return nil }
    return squareOff(of: place, session, on: date, day).flatMap {
      ClockTime(secondOfDay: IndianTime(EventTime(nanoseconds: $0)).secondOfDay)
    }
  }

  private func squareOff(
    of place: Int, _ session: TradingSession?, on date: CivilDate, _ day: Int64
  ) -> Int64? {
    switch rules[place] {
    case .never: return nil
    case .at(let second):
      guard let session, second >= session.close.secondOfDay else {
        return Self.moment(day, second)
      }
      return session.close.earlier(byMinutes: Self.minutesBeforeEnd).on(day: day).nanoseconds
    case .automatic:
      let time = segments[place].flatMap {
        calendar?.automaticSquareOff(for: $0, .intraday, on: date)
      }
      return time?.on(day: day).nanoseconds
    }
  }

  private static func moment(_ day: Int64, _ second: Int64) -> Int64 {
    IndianTime(day: day, secondOfDay: min(max(second, 0), 86_400)).eventTime.nanoseconds
  }

  private mutating func refresh() {
    next = .max
    for place in rules.indices {
      if entryEnds[place] > passed { next = min(next, entryEnds[place]) }
      if squareOffs[place] > passed { next = min(next, squareOffs[place]) }
    }
  }

  /// Whether one is reached at an instant, perhaps once more.
  func mayReach(_ instant: Int64) -> Bool {
    next <= instant || entryEnds.contains(instant) || squareOffs.contains(instant)
  }

  /// The symbols whose entries end at an instant.
  func entriesEnding(at instant: Int64, among declared: [Int]) -> [Int] {
    declared.filter { entryEnds[$0] == instant }
  }

  /// The symbols that are squared off at an instant.
  func squaredOff(at instant: Int64, among declared: [Int]) -> [Int] {
    declared.filter { squareOffs[$0] == instant }
  }

  /// Puts an instant behind.
  mutating func pass(_ instant: Int64) {
    guard next <= instant else { return }
    passed = max(passed, instant)
    refresh()
  }
}
