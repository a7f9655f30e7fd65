extension TradingCalendar {
  /// The lines of a correction that say something.
  ///
  /// - Parameter text: The whole text.
  /// - Returns: The lines, each with single blanks and without its comment.
  /// - Throws: ``CalendarError``, naming the line.
  public static func corrections(in text: String) throws(CalendarError) -> [String] {
    try CalendarReader(reading: text).records
  }

  /// Corrects the calendar by lines of the form that `trading-calendar.txt` has.
  ///
  /// The lines win over the calendar's: a holiday also takes away a special day of that date, a special
  /// day a holiday; hours and square-off times hold from their day on, whatever the calendar says of
  /// later days. Names behind `auction` are added.
  ///
  /// - Parameter text: The whole text.
  /// - Throws: ``CalendarError``, naming the line; the calendar is then as it was.
  public mutating func correct(with text: String) throws(CalendarError) {
    let reader = try CalendarReader(reading: text)
    let correction = reader.calendar
    // lint: allow order, because each key is corrected by itself
    for (segment, facts) in correction.hours {
      hours[segment, default: .init()].correct(with: facts)
    }
    // lint: allow order, because each key is corrected by itself
    for (key, facts) in correction.rules { rules[key, default: .init()].correct(with: facts) }
    // lint: allow order, because each day is corrected by itself
    for (day, name) in correction.holidays {
      holidays[day] = name
      specials[day] = nil
    }
    // lint: allow order, because each day is corrected by itself
    for (day, session) in correction.specials { specials[day] = session }
    auctionShares.formUnion(correction.auctionShares)
    corrections += reader.records
  }
}
