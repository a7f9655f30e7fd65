public import Market
public import Money

/// What `sauda replay` was asked for, checked.
public struct ReplayOptions: Sendable {
  /// Paths of the scripts.
  public var scripts: [String]
  /// Paths of the tick files; `-` is standard input.
  public var ticks: [String]
  /// The cash.
  public var cash: CashAllocation
  /// The commission.
  public var commissionRate: CommissionRate
  /// Parameters, as `name=value` or `NAME.name=value`.
  public var parameters: [String]
  /// Nanoseconds between an order and its fill.
  public var latencyNanoseconds: Int64
  /// The first moment, inclusive.
  public var from: EventTime?
  /// The last moment, exclusive.
  public var to: EventTime?
  /// The seed of `math.random`.
  public var seed: UInt64
  /// The symbol of files without a symbol column.
  public var symbol: String?
  /// Whether malformed rows are counted instead of refused.
  public var skipsBadRows: Bool
  /// Price increments by symbol.
  public var increments: [String: Price]
  /// Whether the report is JSON.
  public var isJSON: Bool
  /// Where orders are written as CSV.
  public var ordersPath: String?
  /// Where the equity curve is written as CSV.
  public var equityPath: String?
  /// Whether the Indian calendar applies.
  public var usesCalendar: Bool
  /// Nanoseconds after which a price is too old to enter on.
  public var stalenessNanoseconds: Int64
  /// Whether stdout takes colour.
  public var isColored: Bool
  /// Whether debug lines of scripts are shown.
  public var logLevel: String
  /// What the recording says of its session; nil when the ticks are no session.
  var session: SessionFacts?
}
