import Reporting
import Scripting

/// The texts that scripts were given while a session ran, from beside its recording.
final class SessionTexts {
  private let folder: String
  private var sources: [Int: ScriptSource] = [:]

  /// The texts of a session.
  init(recording: String) {
    folder = recording.lastIndex(of: "/").map { String(recording[...$0]) } ?? ""
  }

  /// Takes a new text.
  ///
  /// - Throws: ``Stop``: 74 when it cannot be read, 65 when it is not the text of the session.
  func take(_ script: Int, _ file: String, _ fingerprint: String) throws(Stop) {
    guard !file.contains("/"), file.hasSuffix(".lua") else {
      throw Stop(.badInput, "\(folder): expected the name of a text beside the recording")
    }
    let source = try ScriptFile.read(folder + file)
    guard Fingerprint.sha256(of: source.text) == fingerprint else {
      throw Stop(
        .badInput, "\(folder)\(file): expected the text that the session ran, it was changed")
    }
    sources[script] = source
  }

  /// What a script is started from again: its last new text, else what is at its path.
  func source(of script: Int, path: String) -> ScriptSource {
    if let source = sources[script] { return source }
    do throws(Stop) {
      return try ScriptFile.read(path)
    } catch {
      // It was read when the replay began; what is gone now refuses to load, with its name.
      return ScriptSource(text: [], fileName: ScriptFile.name(of: path))
    }
  }
}
