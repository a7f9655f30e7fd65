extension TradingCalendar {
  /// Minutes before the close of a special session that stand in for the usual times.
  private static let specialAutomaticMinutes: Int64 = 20
  private static let specialLatestMinutes: Int64 = 15

  /// The rule for closing positions of a product in a segment on a day; nil when there is none, as
  /// for indices.
  ///
  /// A special session has other hours, so the usual rule does not fit: there positions close 20
  /// minutes before its end, 15 at the latest.
  public func squareOffRule(
    for segment: MarketSegment, _ product: HoldingProduct, on day: CivilDate
  ) -> SquareOffRule? {
    let key = RuleKey(segment: segment, product: product)
    guard let rule = rules[key]?[day.dayNumber] else { return nil }
    guard let session = session(of: segment, on: day), session.isSpecial else { return rule }
    return SquareOffRule(
      automatic: rule.automatic.map { _ in .beforeClose(minutes: Self.specialAutomaticMinutes) },
      warn: nil, latest: .beforeClose(minutes: Self.specialLatestMinutes), isUncertain: true,
      source: "usual margins before the end of a special session")
  }

  /// The time of day `square_off = "auto"` stands for; nil when that product is not closed by the
  /// clock or the segment does not trade that day.
  public func automaticSquareOff(
    for segment: MarketSegment, _ product: HoldingProduct, on day: CivilDate
  ) -> ClockTime? {
    guard let session = session(of: segment, on: day) else { return nil }
    return squareOffRule(for: segment, product, on: day)?.automatic?.time(in: session)
  }

  /// What is illegal in a script's times, symbol by symbol.
  ///
  /// Symbols outside the calendar and indices, which are not traded, have no problems. On a day
  /// without trading the next trading day counts.
  ///
  /// - Parameters:
  ///   - squareOff: When positions are closed.
  ///   - noEntryAfter: When entries end; nil when they are not limited.
  ///   - symbols: The symbols the script declares.
  ///   - product: The product it trades them with.
  ///   - day: The day it is to run on.
  /// - Returns: The problems in the order of the symbols; empty when there are none.
  public func problems(
    squareOff: SquareOffTime, noEntryAfter: ClockTime?, symbols: [String], product: HoldingProduct,
    on day: CivilDate
  ) -> [CalendarProblem] {
    var problems: [CalendarProblem] = []
    for symbol in symbols {
      guard let segment = segment(of: symbol), segment.kind != .index else { continue }
      guard let (date, session) = tradingDay(of: segment, from: day) else { continue }
      let check = SquareOffCheck(
        symbol: symbol, segment: segment, product: product, day: date, session: session,
        rule: squareOffRule(for: segment, product, on: date))
      problems += check.problems(squareOff: squareOff, noEntryAfter: noEntryAfter)
    }
    return problems
  }

  private func tradingDay(
    of segment: MarketSegment, from day: CivilDate
  ) -> (CivilDate, TradingSession)? {
    if let session = session(of: segment, on: day) { return (day, session) }
    guard let next = nextTradingDay(of: segment, after: day) else { return nil }
    return session(of: segment, on: next).map { (next, $0) }
  }
}

/// What the calendar has against a script's times, with what to write instead.
public struct CalendarProblem: Equatable, Sendable, CustomStringConvertible {
  /// Whether the script may run all the same.
  public enum Severity: String, Equatable, Sendable {
    /// It may not.
    case refusal
    /// It may.
    case warning
  }

  /// Whether the script may run all the same.
  public let severity: Severity
  /// The declaration: `square_off` or `no_entry_after`.
  public let setting: String
  /// The symbol whose segment is concerned.
  public let symbol: String
  /// What is wrong and what to write instead.
  public let description: String
}
