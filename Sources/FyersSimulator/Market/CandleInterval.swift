import Market

/// An interval of `/data/history` (FYERS.md §10).
enum CandleInterval: Equatable, Sendable {
  case seconds(Int64)
  case minutes(Int64)
  case day
  case week
  case month

  /// The interval of a resolution; nil when FYERS knows none of that text.
  init?(resolution: String) {
    switch resolution {
    case "5S", "10S", "15S", "30S", "45S": self = .seconds(Int64(resolution.dropLast()) ?? 5)
    case "1", "2", "3", "5", "10", "15", "20", "30", "45", "60", "120", "180", "240":
      self = .minutes(Int64(resolution) ?? 1)
    case "D", "1D": self = .day
    case "1W": self = .week
    case "1M": self = .month
    default: return nil
    }
  }

  /// Whether it needs candles finer than a minute.
  var isFine: Bool {
    if case .seconds = self { return true }
    return false
  }

  /// The longest range of one call, in days.
  var daysMax: Int64 {
    switch self {
    case .seconds: 30
    case .minutes: 100
    case .day, .week, .month: 366
    }
  }

  /// The start of the interval that a second lies in.
  ///
  /// Intraday intervals count from 09:15 Indian time, longer ones are named by midnight UTC of their
  /// first date.
  func start(of second: Int64) -> Int64 {
    let civil = IndianTime(EventTime(nanoseconds: second * 1_000_000_000))
    switch self {
    case .seconds(let length): return Self.intraday(civil, length: length)
    case .minutes(let length): return Self.intraday(civil, length: length * 60)
    case .day: return civil.day * 86_400
    case .week: return (civil.day - Int64(civil.date.weekday)) * 86_400
    case .month: return (civil.day - Int64(civil.date.day - 1)) * 86_400
    }
  }

  private static func intraday(_ civil: IndianTime, length: Int64) -> Int64 {
    let sessionStart: Int64 = 9 * 3_600 + 15 * 60
    let since = civil.secondOfDay - sessionStart
    let remainder = since % length
    let start = civil.secondOfDay - (remainder < 0 ? remainder + length : remainder)
    return civil.day * 86_400 - 19_800 + start
  }
}
