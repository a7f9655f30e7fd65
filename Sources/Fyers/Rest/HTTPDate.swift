import Market

/// The `Date` header of HTTP (RFC 9110, section 5.6.7), by which the machine's clock is checked.
enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Reads `Mon, 05 Oct 2026 04:30:00 GMT`; nil for anything else.
  static func parse(_ text: String) -> EventTime? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), let year = Int(parts[3]),
      let month = months.firstIndex(of: String(parts[2])),
      let date = CivilDate(year: year, month: month + 1, day: day), (1970...2200).contains(year)
    else { return nil }
    let clock = parts[4].split(separator: ":").compactMap { Int64($0) }
    guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]),
      (0...60).contains(clock[2])
    else { return nil }
    let second = clock[0] * 3_600 + clock[1] * 60 + clock[2]
    return EventTime(milliseconds: (date.dayNumber * 86_400 + second) * 1_000)
  }
}
