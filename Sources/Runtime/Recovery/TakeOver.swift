import Market
import Money
import Reporting
import Trading

/// What a session takes over from the one before it.
struct TakeOver {
  /// That session.
  let predecessor: SessionArchive
  /// What it has left.
  let kept: KeptSnapshot
  /// The file that the new session begins from.
  let start: [UInt8]
  /// The engine.
  let snapshot: EngineSnapshot
  /// How the predecessor is to be sealed, and why.
  let seal: (kind: SessionArchive.Seal, sentence: String)
  /// What the predecessor's recording says.
  private let facts: SessionFacts

  /// Finds out what an account's latest session has left.
  ///
  /// - Parameters:
  ///   - predecessor: The session.
  ///   - acceptsDifferences: Whether a person said that it is taken over though what it decided is not what
  ///     is decided now.
  ///   - restorer: Runs it again when it has left nothing itself.
  /// - Throws: ``Stop``: 65 for one that is quarantined, 74 when a file cannot be read.
  init(
    of predecessor: SessionArchive, acceptsDifferences: Bool, _ restorer: any SessionRestorer
  ) throws(Stop) {
    self.predecessor = predecessor
    do throws(Stop) {
      facts = try predecessor.facts()
      let left = try predecessor.snapshot(predecessor.end)
      let found = if let left { left } else { try restorer.restore(predecessor) }
      kept = found
      snapshot = try kept.snapshot(in: predecessor.path)
    } catch {
      throw Self.quarantine(
        predecessor, error.message, advice: "mend it, or begin afresh with --new")
    }
    if let difference = kept.origin.difference, !acceptsDifferences {
      throw Self.quarantine(
        predecessor, "what it decided is not what is decided now: \(difference)",
        advice: "look at it with sauda verify; --accept takes over what is decided now, "
          + "--new begins afresh")
    }
    start =
      KeptSnapshot(
        engine: kept.engine, instruments: kept.instruments, since: kept.since
      ).bytes
    seal = Self.seal(kept)
  }

  private static func quarantine(
    _ session: SessionArchive, _ why: String, advice: String
  ) -> Stop {
    Stop(.badInput, "session \(session.name) is quarantined: \(why)\n\(advice)")
  }

  private static func seal(_ kept: KeptSnapshot) -> (SessionArchive.Seal, String) {
    if let difference = kept.origin.difference { return (.quarantined, difference) }
    if let reason = kept.origin.stopReason { return (.ended, reason) }
    let origin = kept.origin
    var sentence = "its process ended; \(origin.inputs) inputs were run again"
    if let damage = origin.damage { sentence += "; \(damage)" }
    if origin.lostDecisions > 0 {
      sentence += "; the inputs of its last \(origin.lostDecisions) decisions are lost"
    }
    return (.recovered, sentence)
  }

  /// What a person should know first: what was taken over, and since when it is there.
  ///
  /// - Parameters:
  ///   - desks: The desks that go on.
  ///   - tables: What their scripts keep.
  ///   - current: What the new session's recording says.
  /// - Returns: The lines, and whether each is a warning.
  func lines(
    _ desks: [Desk], _ tables: [[UInt8]], _ current: [(key: String, value: String)]
  ) -> [(isWarning: Bool, text: String)] {
    let since = kept.since.map { " of \(Self.moment($0))" } ?? ""
    var lines = [(false, "going on with the account\(since), from session \(predecessor.name)")]
    if seal.kind != .ended { lines.append((true, "\(predecessor.name): \(seal.sentence)")) }
    for (place, desk) in desks.enumerated() {
      lines += Self.lines(of: desk, place < tables.count ? tables[place] : [])
    }
    return lines + changes(to: current)
  }

  private static func lines(of desk: Desk, _ tables: [UInt8]) -> [(Bool, String)] {
    let name = desk.declaration.name
    var lines: [(Bool, String)] = []
    for symbol in desk.openInstruments {
      let position = desk.position(symbol)
      var text = "\(name): \(position.quantity) \(desk.instrument(symbol).symbol)"
      if let stop = position.stop { text += ", stop \(stop)" }
      if let target = position.target { text += ", target \(target)" }
      lines.append((false, text))
    }
    let account = desk.account()
    var text = "\(name): cash \(account.cash.rupeeText), realized \(account.realized.rupeeText)"
    text += ", \(desk.orders.count) orders"
    if !tables.isEmpty { text += ", state of \(tables.count) bytes" }
    lines.append((false, text))
    if desk.mode != .running {
      lines.append(
        (true, "\(name): \(desk.mode.rawValue) since before; resume lets entries through"))
    }
    if let failure = desk.failure {
      lines.append((true, "\(name) had failed (\(failure.message)); resume starts it again"))
    }
    return lines
  }

  /// What was changed between the two sessions.
  private func changes(to current: [(key: String, value: String)]) -> [(Bool, String)] {
    var lines: [(Bool, String)] = []
    for line in current where line.key == "script" {
      let script = SessionFacts.Script(line: line.value)
      let former = facts.scripts.first { $0.name == script.name }
      if let former, former.fingerprint != script.fingerprint {
        lines.append((true, "\(script.name) has a new text (\(script.fingerprint.prefix(12))…)"))
      }
    }
    let parameters = current.filter { $0.key == "param" }.map(\.value)
    for parameter in parameters where !facts.parameters.contains(parameter) {
      let name = parameter.prefix { $0 != "=" }
      let former = facts.parameters.first { $0.hasPrefix("\(name)=") }
      let value = former.map { $0.dropFirst(name.count + 1) } ?? "not there"
      lines.append((true, "\(parameter), was \(value)"))
    }
    return lines
  }

  private static func moment(_ time: EventTime) -> String {
    let local = IndianTime(time)
    return "\(local.date) \(local.clockText)"
  }
}

/// Runs a session again whose process ended before it left anything.
protocol SessionRestorer {
  /// What it has left.
  ///
  /// - Throws: ``Stop`` when that cannot be found out.
  func restore(_ archive: SessionArchive) throws(Stop) -> KeptSnapshot
}

/// Runs it in this process.
struct LocalRestorer: SessionRestorer {
  func restore(_ archive: SessionArchive) throws(Stop) -> KeptSnapshot {
    try SessionRestore(archive).run()
  }
}
