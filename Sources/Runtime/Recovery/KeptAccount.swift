import Glibc
import Reporting

/// An account in the data folder, `accounts/NAME`: which session is its latest, and who has it.
final class KeptAccount {
  /// Its name: those of its scripts.
  let name: String
  private let path: String
  private let disk: any SessionDisk
  private let sessions: String
  private let lock: any FileLock

  /// Takes an account, and keeps others from it while this object is there.
  ///
  /// - Parameters:
  ///   - scripts: The names of its scripts, in their order; none for trades by hand alone.
  ///   - isRehearsal: Whether a simulator is the broker.
  ///   - data: The data folder.
  ///   - disk: Where that is.
  ///   - port: The port of the API, to be said to others.
  /// - Throws: ``Stop``: 75 when another process has it, 74 when it cannot be had.
  init(
    scripts: [String], isRehearsal: Bool, in data: String, on disk: any SessionDisk, port: Int
  ) throws(Stop) {
    let names = scripts.isEmpty ? "manual" : scripts.joined(separator: "+")
    // A name of many scripts is longer than a folder's may be.
    let short =
      names.utf8.count <= 120
      ? names : "\(names.prefix(100))-\(Fingerprint.sha256(of: Array(names.utf8)).prefix(12))"
    name = (isRehearsal ? "rehearsal-" : "") + short
    path = "\(data)/accounts/\(name)"
    sessions = "\(data)/sessions"
    self.disk = disk
    try SessionFolder.make(path, on: disk)
    let file = "\(path)/lock"
    let lock: (any FileLock)?
    do throws(DiskError) {
      lock = try disk.lock(file)
    } catch {
      throw Stop(.inputOutput, "\(file): cannot lock it: \(error.reason)")
    }
    guard let lock else {
      throw Stop(.temporary, Self.refusal(name, data, who: Self.text(of: file, on: disk)))
    }
    self.lock = lock
    lock.say("pid \(getpid()), port \(port)\n")
  }

  private static func refusal(_ name: String, _ data: String, who: String) -> String {
    let process = who.isEmpty ? "" : " (\(SafeText.escaped(who)))"
    return "account \(name) in \(data): another session has it\(process); end that one first, "
      + "or choose another folder with --data"
  }

  /// The first line of a small file; empty when there is none.
  private static func text(of file: String, on disk: any SessionDisk) -> String {
    do throws(DiskError) {
      let text = String(decoding: try disk.read(file, atMost: 400), as: UTF8.self)
      return text.split(separator: "\n").first.map(String.init) ?? ""
    } catch {
      return ""
    }
  }

  /// Its latest session; nil while it has none.
  var latest: SessionArchive? {
    let name = Self.text(of: "\(path)/current", on: disk)
    guard !name.isEmpty, !name.contains("/"), name != "..", name != "." else { return nil }
    return SessionArchive("\(sessions)/\(name)", on: disk)
  }

  /// Makes a session the latest.
  ///
  /// - Throws: ``Stop`` with exit code 74.
  func point(to session: SessionArchive) throws(Stop) {
    do throws(DiskError) {
      try disk.replace("\(path)/current", with: Array((session.name + "\n").utf8))
    } catch {
      throw Stop(
        .inputOutput, "\(path)/current: cannot \(error.action.rawValue) it: \(error.reason)")
    }
  }
}
