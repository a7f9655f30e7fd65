import Market
import Money
import Recording
import Reporting
import Scripting
import Trading

/// What a recording says of the live session it is of: its settings and instruments.
struct SessionFacts: Sendable {
  private var values: [String: String] = [:]
  private var cash: [(name: String, amount: String)] = []
  private var fingerprints: [String] = []
  /// The instruments of the session.
  private(set) var instruments = InstrumentFacts()
  /// The modules that its scripts required as they were loaded.
  private(set) var modules: [RecordedModule] = []
  /// The lines that corrected its calendar.
  private(set) var calendarLines: [String] = []

  /// Reads the facts at the beginning of a recording.
  ///
  /// - Returns: Nil for a file that is no recording of a session.
  /// - Throws: ``Stop``: 74 when it cannot be read, 65 when it is damaged.
  init?(recording path: String) throws(Stop) {
    guard path.hasSuffix(".ticks") else { return nil }
    do throws(RecordingError) {
      let reader = try RecordingReader(path)
      while case .metadata(let key, let value)? = try reader.next() { take(key, value) }
    } catch {
      throw Stop(error)
    }
    guard let version = values[SessionMetadata.key] else { return nil }
    guard version == SessionMetadata.version else {
      throw Stop(
        .badInput,
        "\(path): expected a session of version \(SessionMetadata.version), was \(version)")
    }
  }

  /// A setting as text; nil when the session did not say.
  subscript(name: String) -> String? { values[name] }

  /// The fingerprint of a script's text; nil for one the session did not have.
  func fingerprint(of script: Int) -> String? {
    fingerprints.indices.contains(script) ? fingerprints[script] : nil
  }

  /// The values of `--cash` that give so many scripts what the session gave them.
  func cash(_ count: Int) -> [String] {
    if count == 1, cash.count == 1 { return [cash[0].amount] }
    return cash.count == count ? cash.map { "\($0.name)=\($0.amount)" } : []
  }

  private mutating func take(_ key: String, _ value: String) {
    switch key {
    case "cash":
      guard let equals = value.lastIndex(of: "=") else { return }
      cash.append((String(value[..<equals]), String(value[value.index(after: equals)...])))
    case "instrument":
      let parts = value.split(separator: " ")
      guard (3...4).contains(parts.count), let increment = Price(parsing: parts[1]),
        increment > .zero, let lot = Int64(parts[2]), lot >= 0
      else { return }
      let freeze = parts.count == 4 ? Int64(parts[3]) : nil
      guard parts.count == 3 || (freeze ?? 0) > 0 else { return }
      instruments[String(parts[0])] = InstrumentFacts.Row(
        increment: increment, lot: lot, freeze: freeze)
    case "calendar_line": calendarLines.append(value)
    case "script": fingerprints.append(String(value.split(separator: " ").last ?? ""))
    case "module": if let module = RecordedModule(line: value) { modules.append(module) }
    case "param": break
    default: values[key] = value
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
    _ options: LiveOptions, _ scripts: LoadedScripts<Script>, _ modules: [RecordedModule]
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
