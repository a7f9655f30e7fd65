public import Reporting
public import Trading

/// What became of a trade by hand.
public enum TradeAnswer: Sendable, Equatable {
  /// It was approved and filled whole.
  case executed(ExecutedTrade)
  /// It was approved and waits for its fill, because of latency or a broker.
  case pending(OrderReport)
  /// The gate refused it, or it failed whole at its fill.
  case denied(Denial)
}
