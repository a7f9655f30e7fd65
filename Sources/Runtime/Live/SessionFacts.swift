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
      guard parts.count == 3, let increment = Price(parsing: parts[1]), increment > .zero,
        let lot = Int64(parts[2]), lot > 0
      else { return }
      instruments[String(parts[0])] = InstrumentFacts.Row(increment: increment, lot: lot)
    case "script": fingerprints.append(String(value.split(separator: " ").last ?? ""))
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
  static let version = "1"

  /// The facts to write.
  static func facts<Script>(_ options: LiveOptions, _ scripts: LoadedScripts<Script>)
    -> [(key: String, value: String)]
  {
    let terms = options.terms
    var facts: [(key: String, value: String)] = [
      (key, version), ("mode", "paper"), ("feed", options.feed.rawValue),
      ("commission_rate", "\(terms.commissionRate)"),
      ("latency_ns", String(terms.latencyNanoseconds)),
      ("staleness_ns", String(terms.stalenessNanoseconds)),
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
    for instrument in scripts.table.all {
      facts.append(
        ("instrument", "\(instrument.symbol) \(instrument.increment) \(instrument.lot)"))
    }
    return facts
  }
}

/// Price increments and lots by symbol, as a symbol master or a recording tells them.
struct InstrumentFacts: Sendable {
  /// What is known of one symbol.
  struct Row: Sendable, Equatable {
    /// The price step.
    var increment: Price
    /// The lot.
    var lot: Int64
  }

  private var rows: [String: Row] = [:]

  /// Nothing is known.
  init() {}

  /// What is known of a symbol; the finest increment and lot one for one that is not.
  subscript(symbol: String) -> Row {
    get { rows[symbol] ?? Row(increment: Instrument.finestIncrement, lot: 1) }
    set { rows[symbol] = newValue }
  }
}
