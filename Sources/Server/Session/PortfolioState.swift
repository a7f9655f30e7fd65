public import Money
public import Reporting

/// The account at one moment.
public struct PortfolioState: Sendable, Equatable {
  /// The totals.
  public var account: AccountReport
  /// The open positions, each symbol once, in the order of the symbols.
  public var positions: [AccountPosition]

  /// An account from its parts.
  public init(account: AccountReport, positions: [AccountPosition]) {
    self.account = account
    self.positions = positions
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
    /// The strategy whose position it guards; nil when no script holds it but a person.
    public var strategy: String?

    /// A level from its parts.
    public init(symbol: String, triggerPrice: Price, quantity: Int64, strategy: String? = nil) {
      self.symbol = symbol
      self.triggerPrice = triggerPrice
      self.quantity = quantity
      self.strategy = strategy
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
