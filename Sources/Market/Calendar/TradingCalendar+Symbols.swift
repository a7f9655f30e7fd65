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
