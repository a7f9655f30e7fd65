public import Market
public import Money

/// The outcome of one trade: a trip of a position from flat to flat.
public struct TradeResult: Equatable, Sendable {
  /// The sum of what its orders realized, commission included.
  public var result: Amount
  /// When the position was opened.
  public var openedAt: EventTime
  /// When it was flat again, at or after `openedAt`.
  public var closedAt: EventTime

  /// A trade from its result and its two ends.
  public init(result: Amount, openedAt: EventTime, closedAt: EventTime) {
    self.result = result
    self.openedAt = openedAt
    self.closedAt = closedAt
  }
}
