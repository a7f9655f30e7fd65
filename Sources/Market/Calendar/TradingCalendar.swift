/// When instruments trade.
public struct TradingCalendar: Sendable {
  /// Whether an instrument trades at a moment.
  public func isOpen(_ symbol: String, at time: EventTime) -> Bool { true }

  /// The next trading day.
  public func nextTradingDay(after day: Int64) -> Int64 { day + 1 }
}
