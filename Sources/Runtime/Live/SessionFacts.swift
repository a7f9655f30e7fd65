import Market
import Money
import Recording
import Reporting
import Scripting
import Trading

/// What a recording says of the live session it is of: its settings and instruments.
struct SessionFacts: Sendable {
  private var values: [String: String] = [:]
  private var cash: [(name: String, amount: Amount)] = []
  /// The scripts, in their order.
  private(set) var scripts: [Script] = []
  /// The parameters of all scripts, as `NAME.key=value`.
  private(set) var parameters: [String] = []
  /// The instruments of the session.
  private(set) var instruments = InstrumentFacts()
  /// The modules that its scripts required as they were loaded.
  private(set) var modules: [RecordedModule] = []
  /// The lines that corrected its calendar.
  private(set) var calendarLines: [String] = []

  /// A script of the session.
  struct Script: Sendable {
    /// The name it declared.
    let name: String
    /// Its file.
    let fileName: String
    /// The fingerprint of its text.
    let fingerprint: String

    init(line: String) {
      let words = line.split(separator: " ", omittingEmptySubsequences: false)
      name = String(words.first ?? "")
      fileName = words.dropFirst().dropLast().joined(separator: " ")
      fingerprint = String(words.last ?? "")
    }
  }

  /// The version of its events; one that is not ``SessionMetadata/version`` says nothing else here.
  var version: String { values[SessionMetadata.key] ?? "" }

  /// Reads the facts at the beginning of a recording.
  ///
  /// - Returns: Nil for a file that is no recording of a session.
  /// - Throws: That it cannot be read, is damaged, or says what makes no sense.
  init?(recording path: String) throws(RecordingError) {
    guard path.hasSuffix(".ticks") else { return nil }
    try self.init(RecordingReader(path), path)
  }

  /// Reads the facts at the beginning of a recording that was opened, and has this name.
  init?(_ reader: RecordingReader, _ path: String) throws(RecordingError) {
    var facts: [(key: String, value: String, offset: Int)] = []
    while case .metadata(let key, let value)? = try reader.next() {
      facts.append((key, value, reader.entryOffset))
    }
    guard let version = facts.last(where: { $0.key == SessionMetadata.key })?.value else {
      return nil
    }
    values[SessionMetadata.key] = version
    guard version == SessionMetadata.version else { return }
    for fact in facts {
      guard let expected = take(fact.key, fact.value) else { continue }
      throw RecordingError(
        .content, file: path, place: .byte(fact.offset), subject: fact.key, expected: expected,
        found: "\"\(SafeText.escaped(fact.value, limit: 80))\"")
    }
  }

  /// The scripts that have a text; none in a session of trades by hand alone.
  var textScripts: [Script] { scripts.filter { !$0.fingerprint.isEmpty } }

  /// A setting as text; nil when the session did not say.
  subscript(name: String) -> String? { values[name] }

  /// The fingerprint of a script's text; nil for one the session did not have.
  func fingerprint(of script: Int) -> String? {
    scripts.indices.contains(script) ? scripts[script].fingerprint : nil
  }

  /// What the session gave so many scripts; nil when it had another number of them.
  func cash(of count: Int, in path: String) -> CashAllocation? {
    guard cash.count == count else { return nil }
    if count == 1 { return .even(cash[0].amount) }
    return .recorded(
      Dictionary(cash.map { ($0.name, $0.amount) }, uniquingKeysWith: { first, _ in first }),
      path: path)
  }

  /// Takes a fact; what it should have been, when it makes no sense.
  private mutating func take(_ key: String, _ value: String) -> String? {
    switch key {
    case "cash":
      guard let equals = value.lastIndex(of: "="), equals != value.startIndex,
        let amount = Amount(parsing: value[value.index(after: equals)...]), amount >= .zero,
        !cash.contains(where: { $0.name == value[..<equals] })
      else { return "NAME=AMOUNT, once a name" }
      cash.append((String(value[..<equals]), amount))
    case "instrument":
      guard let (symbol, row) = Self.instrument(value) else {
        return "a symbol, an increment and a lot, perhaps a freeze quantity"
      }
      instruments[symbol] = row
    case "calendar_line":
      do throws(CalendarError) {
        _ = try TradingCalendar.corrections(in: value)
      } catch {
        return error.reason.hasPrefix("expected ")
          ? String(error.reason.dropFirst(9)) : error.reason
      }
      calendarLines.append(value)
    case "script": scripts.append(Script(line: value))
    case "module": if let module = RecordedModule(line: value) { modules.append(module) }
    case "param": parameters.append(value)
    default:
      if let expected = Self.expectation(of: key), !expected.isMet(value) { return expected.words }
      values[key] = value
    }
    return nil
  }

  private static func instrument(_ value: String) -> (String, InstrumentFacts.Row)? {
    let parts = value.split(separator: " ")
    guard (3...4).contains(parts.count), let increment = Price(parsing: parts[1]),
      increment > .zero, let lot = Int64(parts[2]), lot >= 0
    else { return nil }
    let freeze = parts.count == 4 ? Int64(parts[3]) : nil
    guard parts.count == 3 || (freeze ?? 0) > 0 else { return nil }
    return (
      String(parts[0]), InstrumentFacts.Row(increment: increment, lot: lot, freeze: freeze)
    )
  }

  /// What a setting must be; nil for those that are only shown.
  private static func expectation(of key: String) -> (words: String, isMet: (String) -> Bool)? {
    switch key {
    case "calendar": ("auto or none", { $0 == "auto" || $0 == "none" })
    case "seed": ("a whole number from 0", { UInt64($0) != nil })
    case "commission_rate": ("a share from 0 to 1", { CommissionRate(parsing: $0) != nil })
    case "latency_ns", "staleness_ns", "order_timeout_ns":
      (
        "nanoseconds, at most a year",
        { Int64($0).map { (0...DurationText.longest).contains($0) } ?? false }
      )
    default: nil
    }
  }
}

/// What a session's recording says about the session, so that it can be replayed as it was.
enum SessionMetadata {
  /// The key whose presence makes a recording one of a session; its value is the version of the events.
  static let key = "session"
  /// The version.
  static let version = "3"

  /// The facts to write.
  static func facts<Script>(
    _ options: LiveOptions, _ scripts: LoadedScripts<Script>, _ modules: [RecordedModule],
    _ place: SessionPlace
  ) -> [(key: String, value: String)] {
    let terms = options.terms
    var facts: [(key: String, value: String)] = [
      (key, version), ("mode", "paper"), ("feed", options.feed.rawValue),
      ("commission_rate", "\(terms.commissionRate)"),
      ("latency_ns", String(terms.latencyNanoseconds)),
      ("staleness_ns", String(terms.stalenessNanoseconds)),
      ("order_timeout_ns", String(terms.orderTimeoutNanoseconds)),
      ("calendar", terms.usesCalendar ? "auto" : "none"), ("seed", String(terms.seed)),
    ]
    for (place, desk) in scripts.desks.enumerated() {
      let script = scripts.facts[place]
      let name = desk.declaration.name
      facts.append(("script", "\(name) \(script.fileName) \(script.fingerprint)"))
      facts.append(("cash", "\(name)=\(desk.settings.initial)"))
      for parameter in script.parameters {
        facts.append(("param", "\(name).\(parameter.name)=\(parameter.value)"))
      }
    }
    facts += place.facts
    for module in modules { facts.append(("module", module.line)) }
    for line in scripts.desks.first?.settings.calendar?.corrections ?? [] {
      facts.append(("calendar_line", line))
    }
    for instrument in scripts.table.all {
      let freeze = instrument.freeze.map { " \($0)" } ?? ""
      facts.append(
        ("instrument", "\(instrument.symbol) \(instrument.increment) \(instrument.lot)\(freeze)"))
    }
    return facts
  }
}
