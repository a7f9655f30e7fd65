public import Market

/// The broker's texts for moments, all in Indian time.
public enum BrokerTime {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Reads `09-Mar-2023 09:34:38`, `04-08-2023 10:12:58` or epoch seconds; nil for anything else.
  public static func parse(_ text: String) -> EventTime? {
    if let seconds = DecimalDigits(text)?.scaled(decimals: 0, rounding: false) {
      guard (0...9_000_000_000).contains(seconds) else { return nil }
      return EventTime(milliseconds: seconds * 1_000)
    }
    let halves = text.split(separator: " ")
    guard halves.count == 2 else { return nil }
    let date = halves[0].split(separator: "-")
    let clock = halves[1].split(separator: ":")
    guard date.count == 3, clock.count == 3, let day = Int(date[0]), let year = Int(date[2]),
      let month = Int(date[1]) ?? months.firstIndex(of: String(date[1])).map({ $0 + 1 }),
      let civil = CivilDate(year: year, month: month, day: day),
      let hour = Int64(clock[0]), (0...23).contains(hour),
      let minute = Int64(clock[1]), (0...59).contains(minute),
      let second = Int64(clock[2]), (0...59).contains(second)
    else { return nil }
    let secondOfDay = hour * 3_600 + minute * 60 + second
    return IndianTime(day: civil.dayNumber, secondOfDay: secondOfDay).eventTime
  }
}
