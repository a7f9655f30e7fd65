import Market
import Recording
import Reporting
import Trading

/// The folder of a session as others find it later: its recording, its texts, what it began from, what it
/// decided, how it ended.
struct SessionArchive {
  /// How a session ended, once a successor or its own end has said so.
  enum Seal: String, CaseIterable {
    /// It was stopped.
    case ended
    /// Its process ended before it did; what it had come to was found out.
    case recovered
    /// What it had come to cannot be found out, or is not what it was; a person decided to go on.
    case quarantined
  }

  /// The folder.
  let path: String
  /// Where it is.
  let disk: any SessionDisk

  /// The most bytes of a snapshot or a list of decisions that are read.
  private static let largest = 1 << 31

  /// A folder.
  init(_ path: String, on disk: any SessionDisk) {
    self.path = path
    self.disk = disk
  }

  /// Whether the session came as far as to begin: one that did not has had no input, and is nobody's
  /// predecessor.
  var hasBegun: Bool { disk.isPlainFile(decisions) }

  /// The folder's name.
  var name: String { ScriptFile.name(of: path) }
  /// The recording.
  var recording: String { path + "/recording.ticks" }
  /// What was decided, a line each.
  var decisions: String { path + "/decisions.log" }
  /// What it began from; absent where it began afresh.
  var start: String { path + "/start.snapshot" }
  /// What it has left.
  var end: String { path + "/end.snapshot" }
  /// What was found out about a session that left nothing itself.
  var restored: String { path + "/restored.snapshot" }
  private var sealed: String { path + "/seal" }

  /// Reads a snapshot; nil when there is none.
  ///
  /// - Throws: ``Stop``: 74 when it cannot be read, 65 when it is damaged.
  func snapshot(_ file: String) throws(Stop) -> KeptSnapshot? {
    guard disk.isPlainFile(file) else { return nil }
    guard let kept = KeptSnapshot(bytes: try bytes(of: file)) else {
      throw Stop(.badInput, "\(file): expected a snapshot of a session, it is damaged")
    }
    return kept
  }

  /// Writes a file, whole or not at all.
  ///
  /// - Throws: ``Stop`` with exit code 74.
  func write(_ bytes: [UInt8], to file: String) throws(Stop) {
    do throws(DiskError) {
      try disk.replace(file, with: bytes)
    } catch {
      throw Stop(.inputOutput, "\(file): cannot \(error.action.rawValue) it: \(error.reason)")
    }
  }

  /// The lines of what was decided; nil when they were not kept.
  ///
  /// - Throws: ``Stop`` with exit code 74.
  func decided() throws(Stop) -> [UInt8]? {
    disk.isPlainFile(decisions) ? try bytes(of: decisions) : nil
  }

  private func bytes(of file: String) throws(Stop) -> [UInt8] {
    do throws(DiskError) {
      return try disk.read(file, atMost: Self.largest)
    } catch {
      throw Stop(.inputOutput, "\(file): cannot \(error.action.rawValue) it: \(error.reason)")
    }
  }

  /// Says how the session ended.
  ///
  /// - Throws: ``Stop`` with exit code 74.
  func seal(as seal: Seal, _ sentence: String) throws(Stop) {
    try write(Array("\(seal.rawValue)\n\(sentence)\n".utf8), to: sealed)
  }

  /// How it ended; nil when nobody has said.
  var seal: Seal? {
    do throws(Stop) {
      guard disk.isPlainFile(sealed) else { return nil }
      return String(decoding: try bytes(of: sealed), as: UTF8.self).split(separator: "\n").first
        .flatMap { Seal(rawValue: String($0)) }
    } catch {
      return nil
    }
  }

  /// What the recording says of the session.
  ///
  /// - Throws: ``Stop``: 65 for what is no recording of a session, 74 for what cannot be read.
  func facts() throws(Stop) -> SessionFacts {
    do throws(RecordingError) {
      if let facts = try SessionFacts(disk.recording(recording, SymbolRegistry()), recording) {
        return facts
      }
    } catch {
      throw Stop(error)
    }
    throw Stop(.badInput, "\(recording): expected the recording of a session")
  }
}
