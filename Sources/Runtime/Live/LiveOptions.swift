import Fyers
import Market
import Money

/// What `sauda run` and `sauda serve` were asked for, checked.
struct LiveOptions: Sendable {
  /// Paths of the scripts; none for trades by hand alone.
  var scripts: [String]
  /// Where prices come from.
  var feed: LiveFeedKind
  /// Where the simulator is; nil for the broker itself.
  var fyersURL: String?
  /// The waits of the feed's socket.
  var timings: SocketTimings
  /// The user's id at the broker; nil for the one the token names.
  var userID: String?
  /// The cash.
  var cash: CashAllocation
  /// The commission.
  var commissionRate: CommissionRate
  /// Parameters, as `name=value` or `NAME.name=value`.
  var parameters: [String]
  /// Nanoseconds between an order and its fill.
  var latencyNanoseconds: Int64
  /// Nanoseconds after which a price is too old to enter on.
  var stalenessNanoseconds: Int64
  /// The seed of `math.random`.
  var seed: UInt64
  /// Price increments by symbol.
  var increments: [String: Price]
  /// Whether the Indian calendar applies.
  var usesCalendar: Bool
  /// The port of the API; 0 takes a free one.
  var port: Int
  /// The folder that sessions and the token are kept in.
  var dataFolder: String
  /// Whether everything that enters the engine is recorded.
  var records: Bool
  /// Whether events go to stdout as JSON, one a line.
  var isJSON: Bool
  /// Whether stdout takes colour.
  var isColored: Bool
  /// Whether stdout shows a table that is drawn again and again.
  var showsTable: Bool
  /// The least level of lines that are shown.
  var logLevel: String
}
