public import Trading

/// What the HTTP API needs of a running session.
///
/// Every call may come from any task at any time. Those that change something go through the session's
/// mailbox and answer when the engine has done the work, stops that fired in it included; they
/// never throw, and answer a denial when the session has stopped. Those that only ask read a snapshot
/// that shows whatever was answered before.
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

  /// Carries out an operator's command, unless it comes too late.
  func control(_ command: OperatorCommand, before deadline: CallDeadline?) async -> ControlAnswer

  /// The account and its positions, each symbol once.
  func portfolio() async -> PortfolioState

  /// A page of the orders that got an id.
  func orders(_ query: OrderQuery) async -> OrderPage

  /// The open positions with their protection, each symbol once, in the order of the symbols.
  func positions() async -> [PositionState]

  /// The protective levels in force.
  func riskOrders() async -> RiskOrders

  /// Whether the session is fit to trade, from its last snapshot.
  func health() -> HealthState

  /// The session's counters, from its last snapshot; the server adds its own.
  func metrics() -> [Metric]
}
