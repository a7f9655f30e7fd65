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
  public var squareOff: SquareOff = .never
  /// The daily limits.
  public var limits = StrategyLimits()
  /// What happens when it fails live.
  public var onError: ErrorPolicy = .exitOnly

  /// A declaration of a name and its symbols.
  public init(name: String, symbols: [String]) {
    self.name = name
    self.symbols = symbols
  }
}
