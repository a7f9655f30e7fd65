public import Market
public import Money
public import Reporting

/// The account at one moment.
public struct PortfolioState: Sendable, Equatable {
  /// The totals.
  public var account: AccountReport
  /// The open positions, in the order of their symbols.
  public var positions: [PositionReport]

  /// An account from its parts.
  public init(account: AccountReport, positions: [PositionReport]) {
    self.account = account
    self.positions = positions
  }
}

/// An open position with what guards it.
public struct PositionState: Sendable, Equatable {
  /// The position.
  public var position: PositionReport
  /// The stop in force; nil without one.
  public var stop: Price?
  /// The nearest take-profit; nil without one.
  public var target: Price?
  /// When the position began.
  public var openedAt: EventTime?
  /// The strategy that holds it; nil when it was opened by hand.
  public var strategy: String?

  /// A position from its parts.
  public init(
    position: PositionReport, stop: Price? = nil, target: Price? = nil,
    openedAt: EventTime? = nil, strategy: String? = nil
  ) {
    self.position = position
    self.stop = stop
    self.target = target
    self.openedAt = openedAt
    self.strategy = strategy
  }
}

/// The protective levels in force, each list in the order of symbols, then of triggers.
public struct RiskOrders: Sendable, Equatable {
  /// One level.
  public struct Level: Sendable, Equatable {
    /// The instrument's name.
    public var symbol: String
    /// The last traded price at which it fires.
    public var triggerPrice: Price
    /// Units it sells.
    public var quantity: Int64

    /// A level from its parts.
    public init(symbol: String, triggerPrice: Price, quantity: Int64) {
      self.symbol = symbol
      self.triggerPrice = triggerPrice
      self.quantity = quantity
    }
  }

  /// The stops, at the level that holds now.
  public var stopLosses: [Level]
  /// The take-profits.
  public var takeProfits: [Level]
  /// Those stops whose level a trailing stop has set; they are in `stopLosses` too.
  public var trailingStops: [Level]

  /// Levels from their lists.
  public init(stopLosses: [Level], takeProfits: [Level], trailingStops: [Level] = []) {
    self.stopLosses = stopLosses
    self.takeProfits = takeProfits
    self.trailingStops = trailingStops
  }
}
