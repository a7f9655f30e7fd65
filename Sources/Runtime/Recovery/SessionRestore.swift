import Market
import Money
import Reporting
import Scripting
import Trading

/// Finds out what a recorded session has left: it is run again from its start, with its own texts, and what
/// is decided is compared with what it wrote down.
///
/// It writes nothing, and may be done as often as one likes.
struct SessionRestore {
  private let archive: SessionArchive

  /// The restoring of a session.
  init(_ archive: SessionArchive) { self.archive = archive }

  /// Runs the session again.
  ///
  /// - Parameter hasLoaded: Called once its scripts are loaded.
  /// - Returns: What it has left.
  /// - Throws: ``Stop``: 65 when it cannot be read, 74 when a file of it is not there.
  func run(_ hasLoaded: () -> Void = {}) throws(Stop) -> KeptSnapshot {
    let facts = try archive.facts()
    try checkVersion(of: facts)
    let texts = RecordedTexts(facts, of: archive.recording, on: archive.disk)
    let kept = try KeptTexts(facts, in: archive)
    let paths = KeptTexts.paths(facts)
    let scripts = try LoadedScripts(
      terms(of: facts, paths), SessionSetting(outlivesScripts: true, recorded: texts),
      starter: HostStarter(), disk: kept, log: ScriptLog(level: "error", window: .hour) { _ in },
      instruments: facts.instruments)
    hasLoaded()
    var session = try SessionRun(
      scripts, of: archive.recording, on: archive.disk, texts: texts, modulesBeside: paths,
      on: kept, takesInstruments: paths.isEmpty)
    defer { session.core.engine.rules.close() }
    var since: EventTime?
    if let fingerprint = facts["start"] {
      let start = try SessionRun.start(fingerprint, in: archive)
      try session.begin(from: start, archive.start)
      since = start.since
    }
    var origin = KeptSnapshot.Origin()
    try play(&session, desks: scripts.desks.count, &origin)
    return KeptSnapshot(
      engine: session.core.legacy.bytes, instruments: session.core.table.all,
      since: since ?? session.core.began, origin: origin)
  }

  private func play(
    _ session: inout SessionRun, desks: Int, _ origin: inout KeptSnapshot.Origin
  ) throws(Stop) {
    var comparison = DecisionComparison(try archive.decided())
    var decisions = DecisionHasher(strategyCount: desks)
    while try session.next() {
      origin.inputs += 1
      if !session.core.effects.isEmpty {
        comparison.take(
          decisions.add(session.core.effects, among: session.core.engine.desks))
        session.core.effects.removeAll(keepingCapacity: true)
      }
    }
    origin.decisions = comparison.count
    let missing = comparison.finish()
    origin.stopReason = session.core.stopReason
    origin.difference = comparison.difference
    origin.damage = session.damage
    if let first = missing.first, origin.difference == nil {
      if session.core.isOver {
        origin.difference = DecisionComparison.sentence(
          comparison.count + 1, recorded: first, now: nil)
      } else {
        origin.lostDecisions = missing.count
      }
    }
  }

  private func checkVersion(of facts: SessionFacts) throws(Stop) {
    let build = facts["build"].map { "build \(SafeText.escaped($0, limit: 40))" } ?? "another build"
    guard facts.version == SessionMetadata.version else {
      throw Stop(
        .badInput,
        "\(archive.recording): expected a session of version \(SessionMetadata.version), was "
          + "\(SafeText.escaped(facts.version)); \(build) wrote it")
    }
    guard facts["rules"] ?? ProgramVersion.decisionRules == ProgramVersion.decisionRules else {
      throw Stop(
        .badInput,
        "\(archive.recording): \(build) decided by other rules than this one (\(ProgramVersion.text)); "
          + "expected that build")
    }
  }

  private func terms(of facts: SessionFacts, _ paths: [String]) throws(Stop) -> SessionTerms {
    func missing(_ what: String) -> Stop {
      Stop(.badInput, "\(archive.recording): expected the session's \(what)")
    }
    func number(_ key: String) throws(Stop) -> Int64 {
      guard let number = facts[key].flatMap({ Int64($0) }) else { throw missing(key) }
      return number
    }
    guard let cash = facts.cash(of: max(1, paths.count), in: archive.recording) else {
      throw missing("cash")
    }
    guard let rate = facts["commission_rate"].flatMap({ CommissionRate(parsing: $0) }) else {
      throw missing("commission_rate")
    }
    guard let seed = facts["seed"].flatMap({ UInt64($0) }) else { throw missing("seed") }
    return SessionTerms(
      scripts: paths, cash: cash, commissionRate: rate, parameters: facts.parameters,
      latencyNanoseconds: try number("latency_ns"),
      stalenessNanoseconds: try number("staleness_ns"),
      orderTimeoutNanoseconds: try number("order_timeout_ns"), seed: seed, increments: [:],
      usesCalendar: facts["calendar"] == "auto",
      corrections: try CalendarCorrections(recorded: facts.calendarLines, in: archive.recording))
  }
}
