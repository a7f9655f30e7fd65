public import Market
public import Money
public import WireText

/// A range of candles of one symbol, asked for in as many calls as the broker's limits need.
public struct HistoryQuestion: Sendable, Equatable {
  /// The symbol.
  public let symbol: String
  /// The interval.
  public let resolution: Resolution
  /// The first day, in India.
  public let from: CivilDate
  /// The last day, in India.
  public let to: CivilDate
  /// Whether contracts of a future are joined into one series.
  public let isContinuous: Bool
  /// Whether open interest is wanted.
  public let wantsOpenInterest: Bool

  /// A question; days in the wrong order ask for nothing.
  public init(
    symbol: String, resolution: Resolution, from: CivilDate, to: CivilDate,
    isContinuous: Bool = true, wantsOpenInterest: Bool = false
  ) {
    self.symbol = symbol
    self.resolution = resolution
    self.from = from
    self.to = to
    self.isContinuous = isContinuous
    self.wantsOpenInterest = wantsOpenInterest
  }

  /// The calls, oldest first; none when the days are in the wrong order.
  public var requests: [FyersRequest] {
    var requests: [FyersRequest] = []
    var start = from.dayNumber
    while start <= to.dayNumber {
      let end = min(to.dayNumber, start + resolution.longestSpanDays - 1)
      requests.append(request(from: CivilDate(day: start), to: CivilDate(day: end)))
      start = end + 1
    }
    return requests
  }

  private func request(from: CivilDate, to: CivilDate) -> FyersRequest {
    var query: [FyersRequest.Parameter] = [
      .init("symbol", symbol), .init("resolution", resolution.rawValue), .init("date_format", "1"),
      .init("range_from", from.description), .init("range_to", to.description),
      .init("cont_flag", isContinuous ? "1" : "0"),
    ]
    if wantsOpenInterest { query.append(.init("oi_flag", "1")) }
    return FyersRequest(.history, query: query)
  }
}

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

/// One candle of the history.
public struct Candle: Sendable, Equatable {
  /// The start of its interval.
  public let time: EventTime
  /// The first price.
  public let open: Price
  /// The highest price.
  public let high: Price
  /// The lowest price.
  public let low: Price
  /// The last price.
  public let close: Price
  /// Units traded.
  public let volume: Int64
  /// Open interest; nil when it was not asked for.
  public let openInterest: Int64?

  /// Reads `[epoch, open, high, low, close, volume(, open interest)]`; nil for anything else.
  public init?(_ json: JSONValue) {
    guard let values = json.array, values.count >= 6, let seconds = values[0].int64,
      (0...9_000_000_000).contains(seconds), let open = values[1].price,
      let high = values[2].price, let low = values[3].price, let close = values[4].price,
      let volume = values[5].int64
    else { return nil }
    time = EventTime(milliseconds: seconds * 1_000)
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
    openInterest = values.count > 6 ? values[6].int64 : nil
  }
}
