import Market

/// Moments as bytes, for rows of which there are many.
enum TimeBytes {
  /// Appends ISO 8601 in Indian time with milliseconds: `2025-02-11T10:34:43.722+05:30`.
  static func append(_ time: EventTime, to bytes: inout [UInt8]) {
    let civil = IndianTime(time)
    let date = civil.date
    append(date.year, 4, "-", to: &bytes)
    append(date.month, 2, "-", to: &bytes)
    append(date.day, 2, "T", to: &bytes)
    append(civil.hour, 2, ":", to: &bytes)
    append(civil.minute, 2, ":", to: &bytes)
    append(civil.second, 2, ".", to: &bytes)
    append(civil.millisecond, 3, "+", to: &bytes)
    bytes.append(contentsOf: "05:30".utf8)
  }

  // The years of 64-bit nanoseconds are 1677 to 2262, so no part is negative.
  private static func append(
    _ number: Int, _ digits: Int, _ separator: Unicode.Scalar, to bytes: inout [UInt8]
  ) {
    DecimalBytes.append(UInt64(number.magnitude), minimumDigits: digits, to: &bytes)
    bytes.append(UInt8(ascii: separator))
  }
}
