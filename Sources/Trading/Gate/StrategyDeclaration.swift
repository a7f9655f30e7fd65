public import Money

/// What a script declares about itself at load.
public struct StrategyDeclaration: Equatable, Sendable {
  /// What happens when the script fails in a live session.
  public enum ErrorPolicy: String, Sendable, CaseIterable {
    /// Stops keep working, entries are denied.
    case exitOnly = "exit_only"
    /// All positions are sold, then as above.
    case flatten
    /// Nothing is sent any more.
    case halt
  }

  /// When positions are squared off.
  public enum SquareOff: Equatable, Sendable {
    /// As suits the product and the instrument.
    case standard
    /// Never.
    case never
    /// At the calendar's time for the instrument's class and product.
    case auto
    /// At a second of the day in India.
    case at(secondOfDay: Int64)
  }

  /// The name: `[a-z0-9_-]{1,40}`.
  public var name: String
  /// The version, for people.
  public var version: Int64 = 1
  /// The symbols, in declaration order.
  public var symbols: [String]
  /// The bar intervals as written, such as `5m`.
  public var bars: [String] = []
  /// How positions are financed.
  public var product: Product = .intraday
  /// Whether it may sell what it does not hold.
  public var allowsShort = false
  /// The second of the day from which entries are denied.
  public var noEntryAfterSecond: Int64?
  /// When positions are squared off.
  public var squareOff: SquareOff = .standard
  /// What protection and stop orders watch.
  public var trigger = TriggerPrice.ltp
  /// The daily limits.
  public var limits = StrategyLimits()
  /// What happens when it fails live.
  public var onError: ErrorPolicy = .exitOnly

  /// A declaration of a name and its symbols.
  public init(name: String, symbols: [String]) {
    self.name = name
    self.symbols = symbols
  }

  /// How a symbol is squared off.
  ///
  /// The broker squares intraday positions of exchange symbols off whatever the strategy says, so there
  /// is no `never` for them.
  ///
  /// - Parameter isListed: Whether the symbol is of the calendar.
  /// - Returns: The rule.
  func squareOffRule(isListed: Bool) -> Barriers.SquareOff {
    switch squareOff {
    case .at(let second): .at(secondOfDay: second)
    case .never, .standard, .auto: isListed ? .automatic : .never
    }
  }
}

/// The daily limits a strategy declares; nil is no limit.
///
/// Days are Indian dates.
public struct StrategyLimits: Equatable, Sendable {
  /// The day's loss, realized and unrealized, at which all is sold; positive.
  public var maxLoss: Amount?
  /// Entries a day that got an id.
  public var maxOrders: Int64?
  /// Units of a position after an entry.
  public var maxQuantity: Int64?
  /// Value of a position after an entry.
  public var maxNotional: Amount?
  /// Positions open at once.
  public var maxPositions: Int64?
  /// Seconds between a symbol's exit and its next entry.
  public var cooldownSeconds: Int64?

  /// No limits.
  public init() {}
}

/// How a position is financed and when it must end, in FYERS' words.
public enum Product: String, Codable, Sendable, CaseIterable {
  /// Closed the same day.
  case intraday = "INTRADAY"
  /// Delivery.
  case cnc = "CNC"
  /// Carried forward on margin.
  case margin = "MARGIN"
}
