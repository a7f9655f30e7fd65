import Market
import Money
import Reporting
import Scripting
import Trading

/// What a session's recording says about the session, so that it can be replayed as it was.
enum SessionMetadata {
  /// The key whose presence makes a recording one of a session; its value is the version of the events.
  static let key = "session"
  /// The version.
  static let version = "1"

  /// The facts to write.
  static func facts(_ options: LiveOptions, _ scripts: LiveScripts) -> [(String, String)] {
    var facts = [
      (key, version), ("mode", "paper"), ("feed", options.feed.rawValue),
      ("commission_rate", "\(options.commissionRate)"),
      ("latency_ns", String(options.latencyNanoseconds)),
      ("staleness_ns", String(options.stalenessNanoseconds)),
      ("calendar", options.usesCalendar ? "auto" : "none"), ("seed", String(options.seed)),
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
