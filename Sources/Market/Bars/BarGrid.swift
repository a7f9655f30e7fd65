/// Where the bars of an instrument begin and end.
///
/// A bar begins at a whole number of intervals from the anchor of its day. Without a calendar the
/// anchor is Indian midnight; with one it is the open of the instrument's session, so that hours
/// count from 09:15. A day's bar is then the session: it takes the ticks of its date until the
/// closing price is known, and later ticks of that date belong to no day's bar. A date on which the
/// calendar knows no session is one from midnight to midnight.
public struct BarGrid: Sendable {
  /// When a bar begins and when it has ended.
  struct Span: Equatable {
    let start: EventTime
    let end: EventTime
  }

  private let calendar: TradingCalendar?
  private let segment: MarketSegment?
  private var day: Int64?
  private var anchor = EventTime(nanoseconds: 0)
  private var session = Span(start: .init(nanoseconds: 0), end: .init(nanoseconds: 0))

  /// A grid counted from Indian midnight, as `SIM:` symbols and `--calendar none` have it.
  public static let midnight = BarGrid(calendar: nil, segment: nil)

  /// The grid of a symbol: its sessions', or from midnight when it is outside the calendar.
  public init(symbol: String, calendar: TradingCalendar?) {
    self.init(calendar: calendar, segment: calendar?.segment(of: symbol))
  }

  private init(calendar: TradingCalendar?, segment: MarketSegment?) {
    self.calendar = calendar
    self.segment = segment
  }

  /// The bar that a moment belongs to; nil when it belongs to none.
  mutating func span(of interval: BarInterval, at time: EventTime) -> Span? {
    let local = IndianTime(time)
    if day != local.day { move(to: local) }
    guard interval == .d1 else {
      let length = interval.nanoseconds
      // Anchor and time are of one day, so the difference fits.
      let past = time.nanoseconds.subtractingReportingOverflow(anchor.nanoseconds).partialValue
      let remainder = past % length
      let intoBar = remainder < 0 ? remainder + length : remainder
      let start = time.advanced(byNanoseconds: -intoBar)
      return Span(start: start, end: start.advanced(byNanoseconds: length))
    }
    return time < session.end ? session : nil
  }

  private mutating func move(to local: IndianTime) {
    day = local.day
    let midnight = ClockTime.midnight.on(day: local.day)
    anchor = midnight
    session = Span(start: midnight, end: ClockTime.endOfDay.on(day: local.day))
    guard let calendar, let segment else { return }
    if let today = calendar.session(of: segment, on: local.date) {
      anchor = today.open.on(day: local.day)
      session = Span(start: anchor, end: today.end.on(day: local.day))
    } else if let usual = calendar.usualSession(of: segment, on: local.date) {
      anchor = usual.open.on(day: local.day)
      session = Span(start: anchor, end: session.end)
    }
  }
}
