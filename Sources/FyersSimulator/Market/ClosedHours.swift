import Market

/// The hours in which every symbol of a recording is closed: nights, weekends, holidays.
struct ClosedHours: Sendable {
  /// A stretch of closed hours that a play passes over.
  struct Leap: Equatable, Sendable {
    /// When the last symbol closed, or the tick before, whichever is later.
    let from: EventTime
    /// When the first symbol leaves `closed`, or the next tick, whichever is earlier.
    let to: EventTime

    /// How long it is, in nanoseconds.
    var nanoseconds: Int64 { to.nanoseconds - from.nanoseconds }
  }

  private let calendar: TradingCalendar
  private let segments: [MarketSegment]
  /// Up to here no closed hours begin, as far as has been looked.
  private var lookedUpTo = EventTime(nanoseconds: .min)

  /// The closed hours of symbols; nil when one of them is never closed, because it is outside the
  /// calendar (`SIM:`).
  ///
  /// - Parameters:
  ///   - symbols: All symbols of the recording.
  ///   - calendar: When they trade.
  init?(of symbols: [String], calendar: TradingCalendar = .standard) {
    var segments: [MarketSegment] = []
    for symbol in symbols {
      guard let segment = calendar.segment(of: symbol) else { return nil }
      if !segments.contains(segment) { segments.append(segment) }
    }
    guard !segments.isEmpty else { return nil }
    self.calendar = calendar
    self.segments = segments
  }

  /// The closed hours between two ticks, in order.
  ///
  /// - Parameters:
  ///   - start: The earlier tick's time; not before that of the last call.
  ///   - end: The later tick's time.
  /// - Returns: What lies between them; empty when none does.
  mutating func leaps(from start: EventTime, to end: EventTime) -> [Leap] {
    // One comparison for nearly every tick.
    guard end > lookedUpTo else { return [] }
    var leaps: [Leap] = []
    var closing = closing(from: max(start, lookedUpTo), before: end)
    while closing < end {
      let opening = opening(after: closing, before: end)
      leaps.append(Leap(from: closing, to: opening))
      closing = opening < end ? self.closing(from: opening, before: end) : opening
    }
    lookedUpTo = closing
    return leaps
  }

  /// The first moment at which every symbol is closed; any moment from `end` on when there is none
  /// before.
  private func closing(from start: EventTime, before end: EventTime) -> EventTime {
    var time = start
    while time < end, let next = segments.compactMap({ endOfPart($0, at: time) }).max() {
      time = next
    }
    return time
  }

  /// When the part of a session ends that a moment lies in; nil when the segment is closed then.
  private func endOfPart(_ segment: MarketSegment, at time: EventTime) -> EventTime? {
    let day = IndianTime(time).day
    return calendar.session(of: segment, on: CivilDate(day: day))?.parts
      .first { $0.from.on(day: day) <= time && time < $0.to.on(day: day) }?.to.on(day: day)
  }

  /// The first moment at which a symbol leaves `closed`; `end` when there is none before.
  private func opening(after start: EventTime, before end: EventTime) -> EventTime {
    for day in IndianTime(start).day...IndianTime(end).day {
      let begins = segments.flatMap { segment in
        (calendar.session(of: segment, on: CivilDate(day: day))?.parts ?? []).map {
          $0.from.on(day: day)
        }
      }
      if let first = begins.filter({ $0 > start }).min() { return min(first, end) }
    }
    return end
  }

  /// The first day after another on which the first symbol trades, both counted since 1970-01-01.
  func nextTradingDay(after day: Int64) -> Int64 {
    calendar.nextTradingDay(of: segments[0], after: CivilDate(day: day))?.dayNumber ?? day + 1
  }
}
