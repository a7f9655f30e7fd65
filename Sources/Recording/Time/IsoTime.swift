public import Market

/// Dates and times in ISO 8601, from 1970 on; without a zone they are Indian (UTC+05:30).
///
/// `2025-02-11`, then optionally `T` or one blank, `10:34` or `10:34:43` or `10:34:43.722` with up to
/// nine decimals, then optionally `Z`, `+05:30`, `+0530` or `+05`.
enum IsoTime {
  /// The moment that a whole text names; nil when it is none, or it lies outside 1970 to 2262.
  static func parse(_ text: UnsafeRawBufferPointer) -> EventTime? { moment(text)?.time }

  /// The moment that a whole text names, and whether it names its zone; nil as with ``parse(_:)``.
  static func moment(_ text: UnsafeRawBufferPointer) -> (time: EventTime, hasZone: Bool)? {
    var scanner = IsoScanner(text)
    guard let year = scanner.number(digits: 4), scanner.skip("-"),
      let month = scanner.number(digits: 2), scanner.skip("-"),
      let day = scanner.number(digits: 2),
      let date = CivilDate(year: Int(year), month: Int(month), day: Int(day))
    else { return nil }
    var nanosecondOfDay: Int64 = 0
    var offset = IndianTime.offsetNanoseconds
    var hasZone = false
    if !scanner.isAtEnd {
      guard scanner.skip("T") || scanner.skip(" "), let clock = scanner.clock() else { return nil }
      nanosecondOfDay = clock
      if !scanner.isAtEnd {
        guard let zone = scanner.zone(), scanner.isAtEnd else { return nil }
        offset = zone
        hasZone = true
      }
    }
    let wide =
      Int128(date.dayNumber) * Int128(IndianTime.nanosecondsPerDay)
      + Int128(nanosecondOfDay) - Int128(offset)
    guard let nanoseconds = Int64(exactly: wide), nanoseconds >= 0 else { return nil }
    return (EventTime(nanoseconds: nanoseconds), hasZone)
  }
}

/// A position in an ISO 8601 text.
private struct IsoScanner {
  private let text: UnsafeRawBufferPointer
  private var position = 0

  init(_ text: UnsafeRawBufferPointer) { self.text = text }

  var isAtEnd: Bool { position == text.count }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard position < text.count, text[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  mutating func number(digits: Int) -> Int64? {
    guard text.count - position >= digits else { return nil }
    var value: Int64 = 0
    for _ in 0..<digits {
      guard let digit = digit() else { return nil }
      value = 10 * value + digit
    }
    return value
  }

  /// Nanoseconds since midnight.
  mutating func clock() -> Int64? {
    guard let hour = number(digits: 2), hour < 24, skip(":"),
      let minute = number(digits: 2), minute < 60
    else { return nil }
    var second: Int64 = 0
    var fraction: Int64 = 0
    if skip(":") {
      guard let whole = number(digits: 2), whole < 60 else { return nil }
      second = whole
      if skip(".") {
        var places = 0
        while let digit = digit() {
          guard places < 9 else { return nil }
          fraction = 10 * fraction + digit
          places += 1
        }
        guard places > 0 else { return nil }
        for _ in places..<9 { fraction *= 10 }
      }
    }
    let seconds = (hour * 60 + minute) * 60 + second
    return seconds * EventTime.nanosecondsPerSecond + fraction
  }

  /// Nanoseconds ahead of UTC.
  mutating func zone() -> Int64? {
    if skip("Z") { return 0 }
    let isAhead = skip("+")
    guard isAhead || skip("-"), let hours = number(digits: 2), hours < 24 else { return nil }
    var minutes: Int64 = 0
    if !isAtEnd {
      _ = skip(":")
      guard let given = number(digits: 2), given < 60 else { return nil }
      minutes = given
    }
    let seconds = (hours * 60 + minutes) * 60
    return (isAhead ? seconds : -seconds) * EventTime.nanosecondsPerSecond
  }

  private mutating func digit() -> Int64? {
    guard position < text.count, text[position] >= UInt8(ascii: "0"),
      text[position] <= UInt8(ascii: "9")
    else { return nil }
    defer { position += 1 }
    return Int64(text[position] - UInt8(ascii: "0"))
  }
}

/// The values of `--from` and `--to`.
public enum TimeRangeText {
  /// What a value should look like, for messages.
  public static let expected = "an ISO date or time such as 2025-02-11 or 2025-02-11T09:15:00"

  /// The moment of an ISO 8601 date (Indian midnight) or time (Indian without a zone).
  ///
  /// - Parameter text: The whole value; a date, or a date and time with at most nine decimals.
  /// - Returns: The moment; nil when the text is none, or it lies outside 1970 to 2262.
  public static func parse(_ text: String) -> EventTime? {
    Array(text.utf8).withUnsafeBytes { IsoTime.parse($0) }
  }
}
