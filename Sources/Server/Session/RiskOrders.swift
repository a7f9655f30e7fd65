public import Money

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
