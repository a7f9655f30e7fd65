public import Market

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
