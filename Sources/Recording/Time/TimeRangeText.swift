public import Market

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
