/// Everything about one script of a session.
public struct StrategyReport: Sendable {
  /// The name it declares.
  public var name: String
  /// Its file's name, without folder.
  public var script: String
  /// The SHA-256 of its source, in lower-case hexadecimal digits.
  public var scriptSHA256: String
  /// Its parameters, in the order of declaration.
  public var parameters: [ParameterReport]
  /// The ticks it was given.
  public var feed: FeedReport
  /// The totals of its book.
  public var account: AccountReport
  /// Its open positions.
  public var positions: [PositionReport]
  /// Its orders, in the order of their ids.
  public var orders: OrderTable
  /// Its denied requests.
  public var denials: DenialLog
  /// What its trades say about it.
  public var statistics: Statistics
  /// Its failures, oldest first.
  public var scriptErrors: [ScriptErrorReport]
  /// The hash of its decisions; see ``DecisionHash``.
  public var decisionHash: String

  /// A strategy from its parts.
  public init(
    name: String, script: String, scriptSHA256: String, parameters: [ParameterReport] = [],
    feed: FeedReport, account: AccountReport, positions: [PositionReport] = [],
    orders: OrderTable, denials: DenialLog = DenialLog(), statistics: Statistics,
    scriptErrors: [ScriptErrorReport] = [], decisionHash: String
  ) {
    self.name = name
    self.script = script
    self.scriptSHA256 = scriptSHA256
    self.parameters = parameters
    self.feed = feed
    self.account = account
    self.positions = positions
    self.orders = orders
    self.denials = denials
    self.statistics = statistics
    self.scriptErrors = scriptErrors
    self.decisionHash = decisionHash
  }
}
