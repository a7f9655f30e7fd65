public import Market
public import Money

/// A trip from flat to flat.
public struct TradeResult: Equatable, Sendable {
  /// Of what.
  public let instrument: InstrumentID
  /// The sum of its orders' realized profit.
  public let realized: Amount
  /// The first fill.
  public let openedAt: EventTime
  /// The last fill.
  public let closedAt: EventTime
}
