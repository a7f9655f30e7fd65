public import Reporting
public import Trading

/// What the HTTP API needs of a running session.
///
/// Every call may come from any task at any time. The asynchronous ones go through the session's
/// mailbox and answer when the engine has done the work, stops that fired in it included; they
/// never throw, and answer a denial when the session has stopped. The synchronous ones read a
/// snapshot and never wait.
public protocol TradingSession: Sendable {
  /// Where the session publishes what happens; it lives as long as the session.
  var events: EventHub { get }

  /// Buys or sells by hand, past the same gate as a script's request.
  ///
  /// What sells a long or covers a short that several scripts hold is shared out over them, in the
  /// order of the command line; all of it is done or nothing.
  func trade(_ trade: HandTrade) async -> TradeAnswer

  /// Takes a price of the manual feed.
  func updatePrice(_ quote: ManualQuote) async -> PriceAnswer

  /// Carries out an operator's command.
  func control(_ command: OperatorCommand) async -> ControlAnswer

  /// The account and its positions, each symbol once.
  func portfolio() async -> PortfolioState

  /// The orders that got an id, oldest first; those of one instrument when `symbol` is given.
  func orders(symbol: String?) async -> [OrderReport]

  /// The open positions with their protection, each symbol once, in the order of the symbols.
  func positions() async -> [PositionState]

  /// The protective levels in force.
  func riskOrders() async -> RiskOrders

  /// Whether the session is fit to trade, from its last snapshot.
  func health() -> HealthState

  /// The session's counters, from its last snapshot; the server adds its own.
  func metrics() -> [Metric]
}
