import Market
import Money
import Recording
import Reporting

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
  /// `--symbol`: a symbol, or `FILE=SYMBOL` for each of several files.
  public var symbols: [String] = []
  /// `--skip-bad-rows`.
  public var skipsBadRows = false
  /// `--orders`.
  public var ordersPath: String?
  /// `--equity`.
  public var equityPath: String?
  /// `--plain-calls`.
  public var usesPlainCalls = false

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
    var cash = try CashAllocation.parse(terms.cash, standard: standard)
    if terms.cash.isEmpty, let recorded = session?.cash(of: terms.scripts.count, in: ticks[0]) {
      cash = recorded
    }
    let rate = try OptionText.rate(
      terms.commissionRate ?? session?["commission_rate"], configuration)
    let latency = try Self.length(
      latency ?? Self.recorded(session?["latency_ns"]) ?? "0ms", option: "--latency")
    let from = try time(from, "--from")
    let to = try time(to, "--to")
    let fileSymbols = try fileSymbols()
    let increments = try OptionText.increments(terms.increments)
    var staleness = try terms.staleness(configuration)
    if terms.staleness == nil, let recorded = Self.recorded(session?["staleness_ns"]) {
      staleness = try Self.length(recorded, option: "--staleness")
    }
    let timeout = try Self.length(
      Self.recorded(session?["order_timeout_ns"]) ?? configuration.text("ORDER_TIMEOUT") ?? "10s",
      option: "ORDER_TIMEOUT")
    return ReplayOptions(
      terms: SessionTerms(
        scripts: terms.scripts, cash: cash, commissionRate: rate, parameters: terms.parameters,
        latencyNanoseconds: latency, stalenessNanoseconds: staleness,
        orderTimeoutNanoseconds: timeout, seed: seed,
        increments: increments, usesCalendar: calendar == "auto",
        lots: try OptionText.lots(terms.lots), masterPath: terms.masterPath,
        corrections: calendar == "auto" ? try corrections(session, configuration) : .init()),
      ticks: ticks, from: from, to: to, fileSymbols: fileSymbols, skipsBadRows: skipsBadRows,
      isJSON: terms.isJSON, ordersPath: ordersPath, equityPath: equityPath,
      isColored: StandardOutput.isTerminal && configuration.text("NO_COLOR") == nil,
      logLevel: configuration.text("LOG_LEVEL") ?? "info", usesPlainCalls: usesPlainCalls,
      session: session,
      instruments: OfflineInstruments(
        recorded: try recordedInstruments(session), folder: configuration.dataFolder()))
  }

  /// What corrects the calendar: what did in the recorded session, else the data folder's file.
  private func corrections(
    _ session: SessionFacts?, _ configuration: Configuration
  ) throws(Stop) -> CalendarCorrections {
    guard let session else { return try CalendarCorrections(in: configuration.dataFolder()) }
    return try CalendarCorrections(recorded: session.calendarLines, in: ticks[0])
  }

  /// What recordings of sessions say of their instruments: the one that is replayed, or all where they
  /// are read as mere ticks.
  private func recordedInstruments(_ session: SessionFacts?) throws(Stop) -> InstrumentFacts {
    if let session { return session.instruments }
    var facts = InstrumentFacts()
    for path in ticks {
      // The ticks of a session of another version can be read.
      if let session = try Self.session(in: path) { facts.add(session.instruments) }
    }
    return facts
  }

  /// What the one tick file says of the session it is a recording of; nil when it is none, or is read
  /// as mere ticks because more was asked for.
  private func recordedSession() throws(Stop) -> SessionFacts? {
    guard ticks.count == 1, ticks[0] != "-", from == nil, to == nil, symbols.isEmpty else {
      return nil
    }
    guard let session = try Self.session(in: ticks[0]) else { return nil }
    guard session.version == SessionMetadata.version else {
      throw Stop(
        .badInput,
        "\(ticks[0]): expected a session of version \(SessionMetadata.version), "
          + "was \(SafeText.escaped(session.version))")
    }
    return session
  }

  private static func session(in path: String) throws(Stop) -> SessionFacts? {
    do throws(RecordingError) {
      return try SessionFacts(recording: path)
    } catch {
      throw Stop(error)
    }
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

  private func fileSymbols() throws(Stop) -> FileSymbols {
    do throws(RecordingError) {
      return try FileSymbols(symbols, files: ticks)
    } catch {
      throw Stop(error)
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
  /// The symbols of files without a symbol column.
  var fileSymbols: FileSymbols
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
  /// Whether scripts are called without any shortcut, for one tick at a time.
  var usesPlainCalls: Bool
  /// What the recording says of its session; nil when the ticks are no session.
  var session: SessionFacts?
  /// What knows the instruments.
  var instruments: OfflineInstruments
  /// The descriptor that the report is written to.
  var reportDescriptor: Int32 = 1
}
