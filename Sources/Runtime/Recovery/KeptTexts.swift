import Recording

/// The scripts of a recorded session as files, from the texts that it kept.
///
/// `0/ema_cross.lua` is the first script's. Nothing else is there.
struct KeptTexts: SessionDisk {
  private let texts: [String: [UInt8]]

  /// The texts of a session.
  ///
  /// - Throws: ``Stop`` with exit code 74 when one of them is not there as it was.
  init(_ facts: SessionFacts, in archive: SessionArchive) throws(Stop) {
    let store = TextStore(of: archive.path, on: archive.disk)
    var texts: [String: [UInt8]] = [:]
    for (place, script) in facts.textScripts.enumerated() {
      guard let text = store.text(script.fingerprint) else {
        throw Stop(
          .inputOutput,
          "\(archive.path)/texts/\(script.fingerprint).lua: expected the text of \(script.fileName) "
            + "as the session ran it, it is not there or was changed")
      }
      texts["\(place)/\(script.fileName)"] = text
    }
    self.texts = texts
  }

  /// The scripts' paths.
  static func paths(_ facts: SessionFacts) -> [String] {
    facts.textScripts.enumerated().map { "\($0)/\($1.fileName)" }
  }

  func read(_ path: String, atMost limit: Int) throws(DiskError) -> [UInt8] {
    guard let text = texts[path] else { throw absent(path, .open) }
    return Array(text.prefix(limit + 1))
  }

  func isPlainFile(_ path: String) -> Bool { texts[path] != nil }
  func makeFolder(_ path: String) throws(DiskError) { throw absent(path, .make) }
  func create(_ path: String) throws(DiskError) -> any SessionFile { throw absent(path, .open) }
  func rename(_ path: String, to target: String) throws(DiskError) { throw absent(path, .rename) }
  func list(_ folder: String) throws(DiskError) -> [String] { throw absent(folder, .list) }
  func size(of path: String) throws(DiskError) -> Int { throw absent(path, .look) }
  func lock(_ path: String) throws(DiskError) -> (any FileLock)? { throw absent(path, .open) }

  private func absent(_ path: String, _ action: DiskError.Action) -> DiskError {
    DiskError(path: path, action: action, reason: "No such file or directory")
  }
}
