public import Market

/// Times as FYERS writes them: day first, Indian time, to the second.
public enum FyersClock {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The moment of `04-08-2023 10:12:58` or `01-Oct-2026 10:12:58`.
  ///
  /// Nil when the text has another form, is no date, or is the 1970 that means "never".
  public static func time(_ text: String) -> EventTime? {
    let halves = text.split(separator: " ")
    guard halves.count == 2 else { return nil }
    let date = halves[0].split(separator: "-", omittingEmptySubsequences: false)
    let clock = halves[1].split(separator: ":", omittingEmptySubsequences: false)
      .compactMap { Int($0) }
    guard date.count == 3, clock.count == 3, let day = Int(date[0]), let year = Int(date[2]),
      let month = Int(date[1]) ?? months.firstIndex(of: String(date[1])).map({ $0 + 1 }),
      year > 1970, let civil = CivilDate(year: year, month: month, day: day),
      (0..<24).contains(clock[0]), (0..<60).contains(clock[1]), (0..<60).contains(clock[2])
    else { return nil }
    let second = Int64(clock[0] * 3_600 + clock[1] * 60 + clock[2])
    return IndianTime(day: civil.dayNumber, secondOfDay: second).eventTime
  }
}
