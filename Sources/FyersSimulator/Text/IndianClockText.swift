import Market

/// Dates and times as FYERS writes them, in Indian time.
enum IndianClockText {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// `09-Mar-2023 09:34:38`.
  static func dateTime(_ time: EventTime) -> String {
    let civil = IndianTime(time)
    let date = civil.date
    return
      "\(twoDigits(date.day))-\(months[date.month - 1])-\(date.year) \(civil.clockText)"
  }

  /// `Mon, 05 Oct 2026 04:30:00 GMT`: the `Date` header of HTTP, the one time that is not Indian.
  static func httpDate(_ time: EventTime) -> String {
    let indianOffset: Int64 = 19_800 * EventTime.nanosecondsPerSecond
    let civil = IndianTime(time.advanced(byNanoseconds: -indianOffset))
    let date = civil.date
    let weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][date.weekday]
    return "\(weekday), \(twoDigits(date.day)) \(months[date.month - 1]) \(date.year) "
      + "\(civil.clockText) GMT"
  }

  /// `230309`: the beginning of an order id.
  static func sixDigitDate(_ time: EventTime) -> String {
    let date = IndianTime(time).date
    return twoDigits(date.year % 100) + twoDigits(date.month) + twoDigits(date.day)
  }

  /// `24-03-2026`.
  static func dayMonthYear(_ time: EventTime) -> String {
    let date = IndianTime(time).date
    return "\(twoDigits(date.day))-\(twoDigits(date.month))-\(date.year)"
  }

  /// A date `2026-10-01` as the number of its day since 1970; nil when it is not one.
  static func day(parsing text: String) -> Int64? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 4, let year = Int(parts[0]),
      let month = Int(parts[1]), let day = Int(parts[2]),
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    return date.dayNumber
  }

  /// The number of a month's three letters in any case; nil when there is none.
  static func month(_ letters: some StringProtocol) -> Int? {
    months.firstIndex { $0.uppercased() == letters.uppercased() }.map { $0 + 1 }
  }

  /// A number of at most two digits with a leading zero.
  static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
