/// The intervals of the history (FYERS.md, section 10).
public enum Resolution: String, Sendable, CaseIterable {
  /// Seconds, about a month back.
  case s5 = "5S", s10 = "10S", s15 = "15S", s30 = "30S", s45 = "45S"
  /// Minutes, since July 2017.
  case m1 = "1", m2 = "2", m3 = "3", m5 = "5", m10 = "10", m15 = "15", m20 = "20", m30 = "30"
  /// More minutes.
  case m45 = "45", m60 = "60", m120 = "120", m180 = "180", m240 = "240"
  /// Days, weeks, months.
  case day = "D", week = "1W", month = "1M"

  /// The most calendar days one call may span.
  public var longestSpanDays: Int64 {
    switch self {
    case .s5, .s10, .s15, .s30, .s45: 30
    case .day, .week, .month: 366
    default: 100
    }
  }

  /// Reads a resolution as the broker or a person writes it: `5`, `5m`, `1h`, `D`, `1D`, `1d`.
  public init?(text: String) {
    switch text {
    case "1D", "1d": self = .day
    case "1w", "W": self = .week
    case "M": self = .month
    case "1h": self = .m60
    case "2h": self = .m120
    case "3h": self = .m180
    case "4h": self = .m240
    default:
      let known =
        Resolution(rawValue: text)
        ?? (text.hasSuffix("m") ? Resolution(rawValue: String(text.dropLast())) : nil)
        ?? (text.hasSuffix("s") ? Resolution(rawValue: text.uppercased()) : nil)
      guard let known else { return nil }
      self = known
    }
  }
}
