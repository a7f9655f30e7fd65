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
  /// When its symbols are squared off, in the order of declaration.
  public var squareOffs: [SquareOffReport] = []
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

/// When the clock ends the positions of a symbol.
public struct SquareOffReport: Equatable, Sendable {
  /// The symbol.
  public var symbol: String
  /// `15:10`, several times where it changed between dates, or `never`.
  public var time: String
  /// Whether it is the calendar's time rather than the script's.
  public var isAutomatic: Bool

  /// A square-off from its parts.
  public init(symbol: String, time: String, isAutomatic: Bool) {
    self.symbol = symbol
    self.time = time
    self.isAutomatic = isAutomatic
  }
}

/// One parameter of a script and the value it ran with.
public struct ParameterReport: Equatable, Sendable {
  /// The name the script declares.
  public var name: String
  /// The value in force.
  public var value: ParameterValue

  /// A parameter from its name and value.
  public init(name: String, value: ParameterValue) {
    self.name = name
    self.value = value
  }
}

/// The value of one parameter of a script.
public enum ParameterValue: Equatable, Sendable {
  /// A whole number.
  case integer(Int64)
  /// A Lua number that is not whole; not money.
  case number(Double)
  /// A switch.
  case boolean(Bool)
  /// A text.
  case text(String)

  /// The value as a person writes it on the command line.
  public var text: String {
    switch self {
    case .integer(let value): String(value)
    case .number(let value): String(describing: value)
    case .boolean(let value): value ? "true" : "false"
    case .text(let value): value
    }
  }
}
