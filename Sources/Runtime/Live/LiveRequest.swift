import Fyers
import Market
import Money

/// What `sauda run` and `sauda serve` were given, as text.
@dynamicMemberLookup
public struct LiveRequest: Sendable {
  /// What any session is given.
  public var terms = TermsRequest()
  /// The verb, for messages.
  public var verb = "run"
  /// `--feed`.
  public var feed = "fyers"
  /// `--broker`.
  public var broker = "paper"
  /// `--live` or its confirmation.
  public var wantsRealOrders = false
  /// `--fyers-url`.
  public var fyersURL: String?
  /// `--port`.
  public var port = 8_080
  /// `--data`.
  public var dataFolder: String?
  /// `--no-record` turns it off.
  public var records = true
  /// `--new`: the account begins afresh.
  public var isNew = false
  /// `--accept`: what is decided now is taken over, though it is not what was decided.
  public var acceptsDifferences = false
  /// `--latency`.
  public var latency = "0ms"
  /// `--seed`.
  public var seed = "1"
  /// `--plain` turns the table off.
  public var isPlain = false

  /// A request for nothing yet.
  public init() {}

  /// What any session is given, by its names.
  public subscript<Value>(dynamicMember path: WritableKeyPath<TermsRequest, Value>) -> Value {
    get { terms[keyPath: path] }
    set { terms[keyPath: path] = newValue }
  }

  /// The checked options.
  ///
  /// - Throws: ``Stop``: 64 for the first value that is wrong, 77 for real orders.
  func checked(_ configuration: Configuration) throws(Stop) -> LiveOptions {
    guard let feed = LiveFeedKind(rawValue: feed) else {
      throw Stop(.usage, "--feed: expected fyers, fyers-json or manual, was \(self.feed)")
    }
    try checkBroker()
    if terms.scripts.isEmpty, verb == "run" {
      throw Stop(
        .usage,
        "run: expected a script, as in: sauda run examples/ema_cross.lua; "
          + "without one there is sauda serve")
    }
    if terms.scripts.isEmpty, feed != .manual {
      throw Stop(
        .usage, "--feed \(feed.rawValue): expected a script that declares symbols, or manual")
    }
    if fyersURL != nil, feed == .manual {
      throw Stop(.usage, "--fyers-url: expected --feed fyers or fyers-json beside it")
    }
    guard dataFolder != "" else {
      throw Stop(.usage, "--data: expected a folder, was empty")
    }
    guard (0...65_535).contains(port) else {
      throw Stop(.usage, "--port: expected 0 to 65535, was \(port)")
    }
    // Prices by hand know no session.
    let calendar = terms.calendar ?? (feed == .manual ? "none" : "auto")
    guard calendar == "auto" || calendar == "none" else {
      throw Stop(.usage, "--calendar: expected auto or none, was \(calendar)")
    }
    guard let seed = UInt64(seed) else {
      throw Stop(.usage, "--seed: expected a whole number from 0, was \(seed)")
    }
    let standard = try configuration.amount("INITIAL_WALLET_BALANCE", standard: "500000")
    let folder = configuration.dataFolder(dataFolder)
    let isTerminal = StandardOutput.isTerminal
    return LiveOptions(
      feed: feed, fyersURL: fyersURL, timings: try SocketTimings(configuration),
      userID: configuration.text("FYERS_USER_ID"),
      terms: SessionTerms(
        scripts: terms.scripts, cash: try .parse(terms.cash, standard: standard),
        commissionRate: try OptionText.rate(terms.commissionRate, configuration),
        parameters: terms.parameters,
        latencyNanoseconds: try DurationText.nanoseconds(latency, option: "--latency"),
        stalenessNanoseconds: try terms.staleness(configuration),
        orderTimeoutNanoseconds: try configuration.nanoseconds("ORDER_TIMEOUT", standard: "10s"),
        seed: seed, increments: try OptionText.increments(terms.increments),
        usesCalendar: calendar == "auto", lots: try OptionText.lots(terms.lots),
        masterPath: terms.masterPath,
        corrections: calendar == "auto" ? try CalendarCorrections(in: folder) : .init()),
      port: port, dataFolder: folder, records: records, isJSON: terms.isJSON,
      isColored: isTerminal && configuration.text("NO_COLOR") == nil,
      showsTable: isTerminal && !terms.isJSON && !isPlain && verb == "run",
      logLevel: configuration.text("LOG_LEVEL") ?? "info", isNew: isNew,
      acceptsDifferences: acceptsDifferences)
  }

  private func checkBroker() throws(Stop) {
    switch broker {
    case "paper" where wantsRealOrders:
      throw Stop(.usage, "--live: real orders need --broker fyers, which is not there yet")
    case "paper": return
    case "fyers":
      throw Stop(
        .notPermitted,
        "--broker fyers: real orders are not there yet; expected --broker paper, "
          + "which fills against the live prices")
    default:
      throw Stop(.usage, "--broker: expected paper or fyers, was \(broker)")
    }
  }
}

/// What `sauda run` and `sauda serve` were asked for, checked.
struct LiveOptions: Sendable {
  /// Where prices come from.
  var feed: LiveFeedKind
  /// Where the simulator is; nil for the broker itself.
  var fyersURL: String?
  /// The waits of the feed's socket.
  var timings: SocketTimings
  /// The user's id at the broker; nil for the one the token names.
  var userID: String?
  /// What the scripts are run with.
  var terms: SessionTerms
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
  /// Whether the account begins afresh.
  var isNew = false
  /// Whether a session is taken over that is quarantined because it would decide otherwise now.
  var acceptsDifferences = false
}

/// Where a live session's prices come from; the raw value is the word of `--feed`.
enum LiveFeedKind: String, CaseIterable, Sendable {
  /// FYERS' data socket.
  case fyers
  /// The guide's JSON quote socket.
  case fyersJSON = "fyers-json"
  /// The API's `/update-price`.
  case manual
}
