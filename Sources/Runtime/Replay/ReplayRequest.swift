import Market
import Money
import Recording

/// What `sauda replay` was given, as text.
public struct ReplayRequest: Sendable {
  /// Paths of the scripts.
  public var scripts: [String] = []
  /// Paths of the tick files.
  public var ticks: [String] = []
  /// Values of `--cash`.
  public var cash: [String] = []
  /// `--commission-rate`.
  public var commissionRate: String?
  /// Values of `--param`.
  public var parameters: [String] = []
  /// `--latency`.
  public var latency = "0ms"
  /// `--from`.
  public var from: String?
  /// `--to`.
  public var to: String?
  /// `--calendar`.
  public var calendar = "auto"
  /// `--charges`.
  public var charges = "flat"
  /// `--seed`.
  public var seed = "1"
  /// `--symbol`.
  public var symbol: String?
  /// `--skip-bad-rows`.
  public var skipsBadRows = false
  /// Values of `--increment`.
  public var increments: [String] = []
  /// `--json`.
  public var isJSON = false
  /// `--orders`.
  public var ordersPath: String?
  /// `--equity`.
  public var equityPath: String?

  /// A request for nothing yet.
  public init() {}

  /// The checked options.
  ///
  /// - Throws: ``Stop`` with exit code 64 for the first value that is wrong.
  func checked(_ configuration: Configuration) throws(Stop) -> ReplayOptions {
    try checkFiles()
    let standard = try configuration.amount("INITIAL_WALLET_BALANCE", standard: "500000")
    guard charges == "flat" else {
      throw Stop(.usage, "--charges: expected flat, was \(charges)")
    }
    guard calendar == "auto" || calendar == "none" else {
      throw Stop(.usage, "--calendar: expected auto or none, was \(calendar)")
    }
    guard let seed = UInt64(seed) else {
      throw Stop(.usage, "--seed: expected a whole number from 0, was \(seed)")
    }
    return ReplayOptions(
      scripts: scripts, ticks: ticks, cash: try .parse(cash, standard: standard),
      commissionRate: try rate(configuration), parameters: parameters,
      latencyNanoseconds: try DurationText.nanoseconds(latency, option: "--latency"),
      from: try time(from, "--from"), to: try time(to, "--to"), seed: seed, symbol: symbol,
      skipsBadRows: skipsBadRows, increments: try checkedIncrements(), isJSON: isJSON,
      ordersPath: ordersPath, equityPath: equityPath, usesCalendar: calendar == "auto",
      stalenessNanoseconds: try configuration.nanoseconds("MAX_PRICE_STALENESS", standard: "30s"),
      isColored: StandardOutput.isTerminal && configuration.text("NO_COLOR") == nil,
      logLevel: configuration.text("LOG_LEVEL") ?? "info")
  }

  private func checkFiles() throws(Stop) {
    guard !scripts.isEmpty else {
      throw Stop(
        .usage,
        "replay: expected a script, as in: sauda replay examples/ema_cross.lua --ticks FILE")
    }
    guard !ticks.isEmpty else {
      throw Stop(.usage, "replay: expected recorded ticks, as in: --ticks FILE")
    }
    guard ticks.filter({ $0 == "-" }).count <= 1 else {
      throw Stop(.usage, "--ticks: standard input can be read only once")
    }
  }

  private func rate(_ configuration: Configuration) throws(Stop) -> CommissionRate {
    let text = commissionRate ?? configuration.text("COMMISSION_RATE") ?? "0.0005"
    guard let rate = CommissionRate(parsing: text) else {
      throw Stop(
        .usage,
        "--commission-rate: expected a share from 0 to 1 with at most nine decimals, was \(text)")
    }
    return rate
  }

  private func time(_ text: String?, _ option: String) throws(Stop) -> EventTime? {
    guard let text else { return nil }
    guard let time = TimeRangeText.parse(text) else {
      throw Stop(.usage, "\(option): expected \(TimeRangeText.expected), was \(text)")
    }
    return time
  }

  private func checkedIncrements() throws(Stop) -> [String: Price] {
    var result: [String: Price] = [:]
    for text in increments {
      guard let equals = text.lastIndex(of: "="), equals != text.startIndex,
        let price = Price(parsing: text[text.index(after: equals)...]), price > .zero
      else {
        throw Stop(.usage, "--increment: expected SYMBOL=0.05, was \(text)")
      }
      result[String(text[..<equals])] = price
    }
    return result
  }
}
