import Market
import Reporting
import Trading

/// Where a live session is kept, and the account that it is of.
struct SessionPlace {
  /// The session's folder.
  let archive: SessionArchive
  /// The account.
  let account: KeptAccount
  /// What the session took over; nil where it began afresh.
  let takeOver: TakeOver?

  /// What the session's recording says of it.
  var facts: [(key: String, value: String)] {
    var facts = [
      ("account", account.name), ("build", ProgramVersion.text),
      ("rules", ProgramVersion.decisionRules),
    ]
    if let takeOver {
      facts.append(("predecessor", takeOver.predecessor.name))
      facts.append(("start", Fingerprint.sha256(of: takeOver.start)))
    }
    return facts
  }

  /// Keeps what a session that has ended leaves, and says that it has.
  ///
  /// - Parameter core: The session at its end.
  /// - Throws: ``Stop`` with exit code 74.
  func end<Rules: SessionRules & ~Copyable>(_ core: borrowing SessionCore<Rules>) throws(Stop) {
    let reason = core.stopReason ?? "end"
    let kept = KeptSnapshot(
      engine: core.legacy.bytes, instruments: core.table.all,
      since: takeOver?.kept.since ?? core.began, origin: .init(stopReason: reason))
    try archive.write(kept.bytes, to: archive.end)
    try archive.seal(as: .ended, reason)
  }
}

/// Which program this is, as sessions write it down.
public enum ProgramVersion {
  /// The version of the program.
  public static let text = "0.1.0"
  /// The version of the rules by which it decides: two builds that say the same decide the same.
  static let decisionRules = "1"
}
