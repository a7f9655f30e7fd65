import Reporting
import Scripting
import Trading

/// Scripts that failed may have been mended: they are started again from the text that is there now.
extension LiveLoop where Rules: ~Copyable {
  /// Reads the texts of stopped scripts again; a changed one is kept beside the recording.
  func takeNewTexts() {
    let paths = options.terms.scripts
    for place in paths.indices where !core.engine.desks[place].isScriptRunning {
      do throws(Stop) {
        let source = try ScriptFile.read(paths[place], on: disk)
        guard source.text != core.engine.rules.source(of: place).text else { continue }
        try keep(source, of: place)
        core.engine.rules.replace(source: source, of: place)
      } catch {
        tell("\(error.message); the script is started again from the text it had")
      }
    }
  }

  private func keep(_ source: ScriptSource, of place: Int) throws(Stop) {
    let fingerprint = Fingerprint.sha256(of: source.text)
    let name = core.engine.desks[place].declaration.name
    textCount += 1
    let file = "\(name)-\(textCount + 1).lua"
    if let recording = recorder?.path, recorder?.trouble == nil {
      let folder = String(
        recording.prefix(upTo: recording.lastIndex(of: "/") ?? recording.endIndex))
      do throws(DiskError) {
        try disk.create("\(folder)/\(file)").append(source.text)
      } catch {
        throw Stop(
          .inputOutput,
          "\(SafeText.escaped(error.path)): cannot \(error.action.rawValue): \(error.reason)")
      }
    }
    audience.note(
      "\(name) has a new text (\(fingerprint.prefix(12))…)", .warn, at: core.engine.clock)
    enter(.text(script: place, file: file, fingerprint: fingerprint, at: now()))
  }
}
