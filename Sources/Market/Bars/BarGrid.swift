/// Where the bars of an instrument begin and end.
///
/// A bar begins at a whole number of intervals from the anchor of its day, and ends at the latest where
/// its symbol's continuous trading does. Without a calendar the anchor is Indian midnight; with one it is
/// the open of the instrument's session, so that hours count from 09:15, and a day's bar is the session.
public struct BarGrid: Sendable {
  /// When a bar begins and when it has ended.
  struct Span: Equatable {
    let start: EventTime
    let end: EventTime
  }

  private let calendar: TradingCalendar?
  private let segment: MarketSegment?
  private var day: Int64?
  /// From the open to the end of continuous trading; from midnight to midnight without a calendar.
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

  /// The bar that a moment of continuous trading belongs to; nil when it belongs to none.
  mutating func span(of interval: BarInterval, at time: EventTime) -> Span? {
    let local = IndianTime(time)
    if day != local.day { move(to: local) }
    guard session.start <= time, time < session.end else { return nil }
    guard interval != .d1 else { return session }
    let length = interval.nanoseconds
    // Anchor and time are of one day, so the difference fits.
    let past = time.nanoseconds.subtractingReportingOverflow(session.start.nanoseconds).partialValue
    let remainder = past % length
    let intoBar = remainder < 0 ? remainder + length : remainder
    let start = time.advanced(byNanoseconds: -intoBar)
    return Span(start: start, end: min(start.advanced(byNanoseconds: length), session.end))
  }

  private mutating func move(to local: IndianTime) {
    day = local.day
    session = Span(
      start: ClockTime.midnight.on(day: local.day), end: ClockTime.endOfDay.on(day: local.day))
    guard let calendar, let segment,
      let today = calendar.session(of: segment, on: local.date)
    else { return }
    session = Span(start: today.open.on(day: local.day), end: today.close.on(day: local.day))
  }
}
