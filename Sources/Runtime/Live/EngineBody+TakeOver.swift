import Reporting
import Trading

/// Going on with an account: everything is found out before anything is written, and what is written says
/// the same however often it is.
extension EngineBody where Rules: ~Copyable {
  /// Takes the account; nil when nothing is recorded, so that nothing could go on from it.
  func account(of scripts: LoadedScripts<Starter.Script>) throws(Stop) -> KeptAccount? {
    guard options.records else { return nil }
    return try KeptAccount(
      scripts: scripts.scripts.map(\.declaration.name), isRehearsal: options.fyersURL != nil,
      in: options.dataFolder, on: ports.disk, port: options.port)
  }

  /// What the account's latest session has left; nil when there is none, or it is left behind.
  func takeOver(_ account: KeptAccount) throws(Stop) -> TakeOver? {
    guard !options.isNew, let latest = account.latest else { return nil }
    return try TakeOver(
      of: latest, acceptsDifferences: options.acceptsDifferences, ports.restorer)
  }

  /// Gives the engine what was left.
  func goOn(from takeOver: TakeOver, _ core: inout SessionCore<Rules>) throws(Stop) {
    do throws(SnapshotError) {
      try core.restore(takeOver.snapshot, takeOver.kept.instruments)
    } catch {
      throw Stop(
        .badInput,
        "session \(takeOver.predecessor.name) cannot be gone on from: \(error); give it the scripts "
          + "and symbols it had, or begin afresh with --new")
    }
  }

  /// Begins the recording, and makes the session its account's latest.
  func begin(
    in place: SessionPlace, metadata: [(key: String, value: String)]
  ) throws(Stop) -> SessionRecorder {
    if let takeOver = place.takeOver {
      try place.archive.write(takeOver.start, to: place.archive.start)
    }
    let recorder = try SessionRecorder(in: place, metadata: metadata)
    if let takeOver = place.takeOver {
      try takeOver.predecessor.seal(as: takeOver.seal.kind, takeOver.seal.sentence)
    }
    if options.isNew, let left = place.account.latest, left.seal == nil {
      try left.seal(as: .quarantined, "left behind by --new")
    }
    try place.account.point(to: place.archive)
    return recorder
  }
}
