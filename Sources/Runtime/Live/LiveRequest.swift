import Fyers
import Market
import Money

/// What `sauda run` and `sauda serve` were given, as text.
public struct LiveRequest: Sendable {
  /// The verb, for messages.
  public var verb = "run"
  /// Paths of the scripts.
  public var scripts: [String] = []
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
  /// Values of `--cash`.
  public var cash: [String] = []
  /// `--commission-rate`.
  public var commissionRate: String?
  /// Values of `--param`.
  public var parameters: [String] = []
  /// `--latency`.
  public var latency = "0ms"
  /// `--calendar`; nil: auto, but none for prices by hand, which know no session.
  public var calendar: String?
  /// `--seed`.
  public var seed = "1"
  /// Values of `--increment`.
  public var increments: [String] = []
  /// `--json`.
  public var isJSON = false
  /// `--plain` turns the table off.
  public var isPlain = false

  /// A request for nothing yet.
  public init() {}

  /// The checked options.
  ///
  /// - Throws: ``Stop``: 64 for the first value that is wrong, 77 for real orders.
  func checked(_ configuration: Configuration) throws(Stop) -> LiveOptions {
    guard let feed = LiveFeedKind(rawValue: feed) else {
      throw Stop(.usage, "--feed: expected fyers, fyers-json or manual, was \(self.feed)")
    }
    try checkBroker()
    if scripts.isEmpty, verb == "run" {
      throw Stop(
        .usage,
        "run: expected a script, as in: sauda run examples/ema_cross.lua; "
          + "without one there is sauda serve")
    }
    if scripts.isEmpty, feed != .manual {
      throw Stop(
        .usage, "--feed \(feed.rawValue): expected a script that declares symbols, or manual")
    }
    if fyersURL != nil, feed == .manual {
      throw Stop(.usage, "--fyers-url: expected --feed fyers or fyers-json beside it")
    }
    guard (0...65_535).contains(port) else {
      throw Stop(.usage, "--port: expected 0 to 65535, was \(port)")
    }
    let calendar = calendar ?? (feed == .manual ? "none" : "auto")
    guard calendar == "auto" || calendar == "none" else {
      throw Stop(.usage, "--calendar: expected auto or none, was \(calendar)")
    }
    guard let seed = UInt64(seed) else {
      throw Stop(.usage, "--seed: expected a whole number from 0, was \(seed)")
    }
    let standard = try configuration.amount("INITIAL_WALLET_BALANCE", standard: "500000")
    let isTerminal = StandardOutput.isTerminal
    return LiveOptions(
      scripts: scripts, feed: feed, fyersURL: fyersURL,
      timings: try SocketTimings(configuration), userID: configuration.text("FYERS_USER_ID"),
      cash: try .parse(cash, standard: standard),
      commissionRate: try OptionText.rate(commissionRate, configuration), parameters: parameters,
      latencyNanoseconds: try DurationText.nanoseconds(latency, option: "--latency"),
      stalenessNanoseconds: try configuration.nanoseconds("MAX_PRICE_STALENESS", standard: "30s"),
      seed: seed, increments: try OptionText.increments(increments),
      usesCalendar: calendar == "auto", port: port, dataFolder: folder(configuration),
      records: records, isJSON: isJSON,
      isColored: isTerminal && configuration.text("NO_COLOR") == nil,
      showsTable: isTerminal && !isJSON && !isPlain && verb == "run",
      logLevel: configuration.text("LOG_LEVEL") ?? "info")
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

  private func folder(_ configuration: Configuration) -> String {
    if let dataFolder { return dataFolder }
    return TokenStore.dataFolder(
      dataDirectory: configuration.text("SAUDA_DATA_DIR"), home: configuration.text("HOME") ?? ".")
  }
}
