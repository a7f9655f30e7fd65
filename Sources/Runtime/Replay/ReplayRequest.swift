import Market
import Money
import Recording

/// What `sauda replay` was given, as text.
@dynamicMemberLookup
public struct ReplayRequest: Sendable {
  /// What any session is given.
  public var terms = TermsRequest()
  /// Paths of the tick files.
  public var ticks: [String] = []
  /// `--latency`.
  public var latency: String?
  /// `--from`.
  public var from: String?
  /// `--to`.
  public var to: String?
  /// `--charges`.
  public var charges = "flat"
  /// `--seed`.
  public var seed: String?
  /// `--symbol`.
  public var symbol: String?
  /// `--skip-bad-rows`.
  public var skipsBadRows = false
  /// `--orders`.
  public var ordersPath: String?
  /// `--equity`.
  public var equityPath: String?

  /// A request for nothing yet.
  public init() {}

  /// What any session is given, by its names.
  public subscript<Value>(dynamicMember path: WritableKeyPath<TermsRequest, Value>) -> Value {
    get { terms[keyPath: path] }
    set { terms[keyPath: path] = newValue }
  }

  /// The checked options.
  ///
  /// - Throws: ``Stop`` with exit code 64 for the first value that is wrong.
  ///
  /// A recorded session says itself what it ran with, where the command line does not.
  func checked(_ configuration: Configuration) throws(Stop) -> ReplayOptions {
    try checkFiles()
    let session = try recordedSession()
    let standard = try configuration.amount("INITIAL_WALLET_BALANCE", standard: "500000")
    let recordedCash = session?.cash(terms.scripts.count) ?? []
    let calendar = terms.calendar ?? session?["calendar"] ?? "auto"
    let seed = seed ?? session?["seed"] ?? "1"
    guard charges == "flat" else {
      throw Stop(.usage, "--charges: expected flat, was \(charges)")
    }
    guard calendar == "auto" || calendar == "none" else {
      throw Stop(.usage, "--calendar: expected auto or none, was \(calendar)")
    }
    guard let seed = UInt64(seed) else {
      throw Stop(.usage, "--seed: expected a whole number from 0, was \(seed)")
    }
    let cash = try CashAllocation.parse(
      terms.cash.isEmpty ? recordedCash : terms.cash, standard: standard)
    let rate = try OptionText.rate(
      terms.commissionRate ?? session?["commission_rate"], configuration)
    let latency = try Self.length(
      latency ?? Self.recorded(session?["latency_ns"]) ?? "0ms", option: "--latency")
    let from = try time(from, "--from")
    let to = try time(to, "--to")
    let increments = try OptionText.increments(terms.increments)
    let staleness = try Self.length(
      Self.recorded(session?["staleness_ns"])
        ?? configuration.text("MAX_PRICE_STALENESS") ?? "30s", option: "MAX_PRICE_STALENESS")
    return ReplayOptions(
      terms: SessionTerms(
        scripts: terms.scripts, cash: cash, commissionRate: rate, parameters: terms.parameters,
        latencyNanoseconds: latency, stalenessNanoseconds: staleness, seed: seed,
        increments: increments, usesCalendar: calendar == "auto"),
      ticks: ticks, from: from, to: to, symbol: symbol, skipsBadRows: skipsBadRows,
      isJSON: terms.isJSON, ordersPath: ordersPath, equityPath: equityPath,
      isColored: StandardOutput.isTerminal && configuration.text("NO_COLOR") == nil,
      logLevel: configuration.text("LOG_LEVEL") ?? "info", session: session)
  }

  /// What the one tick file says of the session it is a recording of; nil when it is none, or is read
  /// as mere ticks because more was asked for.
  private func recordedSession() throws(Stop) -> SessionFacts? {
    guard ticks.count == 1, ticks[0] != "-", from == nil, to == nil, symbol == nil else {
      return nil
    }
    return try SessionFacts(recording: ticks[0])
  }

  /// The ending of a recorded length of time.
  private static let exact = "ns"

  /// A recorded length of time, marked as one.
  private static func recorded(_ text: String?) -> String? { text.map { $0 + exact } }

  /// Nanoseconds of an option's text or of a recorded length.
  private static func length(_ text: String, option: String) throws(Stop) -> Int64 {
    if text.hasSuffix(exact), let length = Int64(text.dropLast(exact.count)), length >= 0 {
      return length
    }
    return try DurationText.nanoseconds(text, option: option)
  }

  private func checkFiles() throws(Stop) {
    guard !terms.scripts.isEmpty else {
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

  private func time(_ text: String?, _ option: String) throws(Stop) -> EventTime? {
    guard let text else { return nil }
    guard let time = TimeRangeText.parse(text) else {
      throw Stop(.usage, "\(option): expected \(TimeRangeText.expected), was \(text)")
    }
    return time
  }
}

/// What `sauda replay` was asked for, checked.
struct ReplayOptions: Sendable {
  /// What the scripts are run with.
  var terms: SessionTerms
  /// Paths of the tick files; `-` is standard input.
  var ticks: [String]
  /// The first moment, inclusive.
  var from: EventTime?
  /// The last moment, exclusive.
  var to: EventTime?
  /// The symbol of files without a symbol column.
  var symbol: String?
  /// Whether malformed rows are counted instead of refused.
  var skipsBadRows: Bool
  /// Whether the report is JSON.
  var isJSON: Bool
  /// Where orders are written as CSV.
  var ordersPath: String?
  /// Where the equity curve is written as CSV.
  var equityPath: String?
  /// Whether stdout takes colour.
  var isColored: Bool
  /// Whether debug lines of scripts are shown.
  var logLevel: String
  /// What the recording says of its session; nil when the ticks are no session.
  var session: SessionFacts?
}
