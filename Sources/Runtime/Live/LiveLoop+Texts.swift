import Glibc
import Reporting
import Scripting
import Trading
import Worker

/// Scripts that failed may have been mended: they are started again from the text that is there now.
extension LiveLoop {
  /// Reads the texts of stopped scripts again; a changed one is kept beside the recording.
  func takeNewTexts() {
    for place in options.scripts.indices where !core.engine.desks[place].isScriptRunning {
      let worker = core.engine.rules.workers[place]
      do throws(Stop) {
        let source = try ScriptFile.read(options.scripts[place])
        guard source.text != worker.script.source.text else { continue }
        try keep(source, of: place)
        worker.replace(source: source)
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
      do throws(OutputError) {
        let sink = try FileSink(path: "\(folder)/\(file)")
        try sink.write(source.text)
        try sink.close()
      } catch {
        throw Stop(.inputOutput, error.description)
      }
    }
    log.write(
      LogLine(
        time: core.engine.clock, level: .warn, name: "sauda",
        text: "\(name) has a new text (\(fingerprint.prefix(12))…)"
      ).bytes)
    enter(.text(script: place, file: file, fingerprint: fingerprint, at: now()))
  }
}
