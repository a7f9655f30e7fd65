import Reporting
import Scripting
import Trading
import Worker

/// The texts of a recorded session, for its replay: what its scripts and modules were, whatever lies at
/// their paths now.
///
/// A script that is given with another text than any of the session's is replayed as it is given, with its
/// modules as they are: that is somebody who wants to see what would have been.
final class RecordedTexts {
  private let facts: SessionFacts
  private let store: TextStore
  /// Modules of each script, as of its last load, by name.
  private var modules: [Int: [String: RecordedModule.Found]] = [:]
  /// Scripts that are replayed as they are given.
  private var others: Set<Int> = []
  /// What a person should know, in order.
  private(set) var warnings: [String] = []

  /// The texts of a session.
  ///
  /// - Parameters:
  ///   - facts: What the recording says.
  ///   - recording: Its path; the texts lie beside it.
  ///   - disk: Where it is.
  init(_ facts: SessionFacts, of recording: String, on disk: any SessionDisk) {
    self.facts = facts
    let folder = recording.lastIndex(of: "/").map { String(recording[..<$0]) } ?? "."
    store = TextStore(of: folder, on: disk)
    note(facts.modules)
  }

  /// The text that a script is replayed from.
  ///
  /// - Parameters:
  ///   - place: The script.
  ///   - given: The text at its path.
  /// - Returns: The text that the session began with, where it can be had.
  func text(of place: Int, given: ScriptSource) -> ScriptSource {
    guard let first = facts.fingerprint(of: place) else {
      others.insert(place)
      return given
    }
    let own = Fingerprint.sha256(of: given.text)
    if own == first { return given }
    guard store.has(own), let text = store.text(first) else {
      others.insert(place)
      warn("\(given.fileName) is not the text that the session ran: it may decide otherwise")
      return given
    }
    warn(
      "\(given.fileName) was mended while the session ran: it is replayed from the text that the "
        + "session began with, texts/\(first).lua")
    return ScriptSource(kept: text, fileName: given.fileName)
  }

  /// The text that a script was started again from.
  ///
  /// - Parameters:
  ///   - place: The script; the modules of its former load count no longer.
  ///   - former: The text it had.
  ///   - fingerprint: The text it was given.
  /// - Returns: That text; the former where it cannot be had, or where the script is not the session's.
  func text(of place: Int, after former: ScriptSource, _ fingerprint: String) -> ScriptSource {
    modules[place] = [:]
    if others.contains(place) || Fingerprint.sha256(of: former.text) == fingerprint {
      return former
    }
    if let text = store.text(fingerprint) {
      return ScriptSource(kept: text, fileName: former.fileName)
    }
    warn(
      "\(former.fileName): the text that it was started again from, texts/\(fingerprint).lua, is not "
        + "there as it was: the former is used, which may decide otherwise")
    return former
  }

  /// Takes modules that were required.
  func note(_ required: [RecordedModule]) {
    for module in required { modules[module.script, default: [:]][module.name] = module.found }
  }

  /// A shelf for a script: of the session's modules, and where it required none by that name, of those
  /// there are now.
  ///
  /// - Parameters:
  ///   - place: The script.
  ///   - find: Reads a module beside the script.
  /// - Returns: The shelf.
  func shelf(of place: Int, _ find: @escaping (String) -> ModuleText) -> ModuleShelf {
    ModuleShelf { [self] name in module(name, of: place, given: find(name)) }
  }

  private func module(_ name: String, of place: Int, given: ModuleText) -> ModuleText {
    guard !others.contains(place), let found = modules[place]?[name] else { return given }
    switch found {
    case .missing(let sentence): return .missing(sentence)
    case .text(let fingerprint):
      if case .text(let bytes) = given, Fingerprint.sha256(of: bytes) == fingerprint {
        return given
      }
      let file = ModuleName.file(of: name)
      if let text = store.text(fingerprint) {
        warn("\(file) is not what the session required: texts/\(fingerprint).lua is used")
        return .text(text)
      }
      warn(
        "\(file) is not what the session required, and texts/\(fingerprint).lua is not there as it "
          + "was: it may decide otherwise")
      return given
    }
  }

  /// Says something once.
  func warn(_ sentence: String) {
    if !warnings.contains(sentence) { warnings.append(sentence) }
  }
}
