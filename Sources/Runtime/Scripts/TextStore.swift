import Reporting
import Scripting

/// The texts that a session ran, scripts and modules, each once, as `texts/SHA256.lua` in its folder.
///
/// The engine's thread and the one that loads scripts may use it at the same time: the lock guards what is
/// known to be there, and the disk is asked under it.
final class TextStore: @unchecked Sendable {
  private let folder: String
  private let disk: any SessionDisk
  private let monitor = Monitor()
  private var kept: Set<String> = []
  private var count = 0

  /// The texts of a session.
  ///
  /// - Parameters:
  ///   - session: The session's folder.
  ///   - disk: Where it is.
  init(of session: String, on disk: any SessionDisk) {
    folder = session + "/texts"
    self.disk = disk
  }

  /// Makes the folder.
  ///
  /// - Throws: ``Stop`` with exit code 74.
  func make() throws(Stop) { try SessionFolder.make(folder, on: disk) }

  /// Keeps a text, unless it is kept already.
  ///
  /// - Returns: Its fingerprint.
  /// - Throws: ``Stop`` with exit code 74.
  @discardableResult
  func keep(_ text: [UInt8]) throws(Stop) -> String {
    let fingerprint = Fingerprint.sha256(of: text)
    return try monitor.locked { () throws(Stop) in
      guard !kept.contains(fingerprint) else { return fingerprint }
      do throws(DiskError) {
        // Under its name it is whole.
        count += 1
        let draft = "\(folder)/.\(count).lua"
        try disk.create(draft).append(text)
        try disk.rename(draft, to: path(of: fingerprint))
      } catch {
        throw Stop(
          .inputOutput,
          "\(SafeText.escaped(error.path)): cannot \(error.action.rawValue) the text of a script: "
            + error.reason)
      }
      kept.insert(fingerprint)
      return fingerprint
    }
  }

  /// Whether there is a text of a fingerprint.
  func has(_ fingerprint: String) -> Bool { disk.isPlainFile(path(of: fingerprint)) }

  /// The text of a fingerprint; nil when it is not there, or was changed.
  func text(_ fingerprint: String) -> [UInt8]? {
    do throws(DiskError) {
      guard has(fingerprint) else { return nil }
      let text = try disk.read(path(of: fingerprint), atMost: ScriptSource.sizeAtMost)
      return Fingerprint.sha256(of: text) == fingerprint ? text : nil
    } catch {
      return nil
    }
  }

  private func path(of fingerprint: String) -> String {
    // A recording may say anything; only what looks like a fingerprint becomes the name of a file.
    let name =
      fingerprint.utf8.allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
      } ? fingerprint : "none"
    return "\(folder)/\(name).lua"
  }
}
