import Market
import Trading

/// What a script says: log lines, alerts, plots, marks; and the modules it asks for.
extension ScriptHost {
  /// The most bytes of one line.
  static var lineSizeAtMost: Int { 8_192 }
  /// The most bytes of one callback's lines.
  static var callbackSizeAtMost: Int { 65_536 }

  /// `log(level, text)`: 1 debug … 5 alert.
  func log(_ values: HostArguments) throws(HostRefusal) {
    let levels = ScriptOutput.Level.allCases
    guard let code = values.integer(0), code >= 1, code <= levels.count,
      let bytes = values.bytes(1)
    else { throw HostRefusal("log: expected text, was \(values.kind(1))") }
    let time = port?.pointee.seeNow()
    switch rate.admit(at: time) {
    case .admitted: break
    case .dropped: return
    case .firstDropped:
      return sink(
        .line(.warn, "more than \(LineRate.linesPerSecond) lines in a second: some are dropped"),
        time)
    }
    guard callbackBytes < Self.callbackSizeAtMost else { return }
    let room = min(Self.lineSizeAtMost, Self.callbackSizeAtMost - callbackBytes)
    let text = Printable.line(bytes, sizeAtMost: room)
    callbackBytes += text.utf8.count
    let isFull = callbackBytes >= Self.callbackSizeAtMost
    sink(.line(levels[Int(code) - 1], text), time)
    if isFull {
      sink(.line(.warn, "more than 64 KiB of lines in a callback: the rest is dropped"), time)
    }
  }

  /// `plot(name, value)`; numbers that are none are left out, as a gap.
  func plot(_ values: HostArguments) throws(HostRefusal) {
    guard let name = values.bytes(0), (1...64).contains(name.count) else {
      throw HostRefusal("plot: name: expected text of 1 to 64 bytes, was \(values.kind(0))")
    }
    guard let value = values.number(1) else {
      throw HostRefusal("plot: value: expected a number, was \(values.kind(1))")
    }
    guard value.isFinite, admitsPicture() else { return }
    sink(
      .plot(name: Printable.line(name, sizeAtMost: 256), value: value), port?.pointee.seeNow())
  }

  /// `mark(text)`.
  func mark(_ values: HostArguments) throws(HostRefusal) {
    guard let text = values.bytes(0) else {
      throw HostRefusal("mark: expected text, was \(values.kind(0))")
    }
    guard admitsPicture() else { return }
    sink(.mark(Printable.line(text, sizeAtMost: 256)), port?.pointee.seeNow())
  }

  /// Whether the callback may draw more; a point counts as 64 bytes of output.
  private func admitsPicture() -> Bool {
    guard callbackBytes < Self.callbackSizeAtMost else { return false }
    callbackBytes += 64
    return true
  }

  /// `module(name)`: its text.
  func module(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    guard let bytes = values.bytes(0), ModuleName.isValid(bytes) else {
      throw HostRefusal(
        "require: expected lib.NAME of a-z 0-9 _, for a file in the folder lib beside the script")
    }
    let name = String(decoding: bytes, as: UTF8.self)
    guard modules.count < 100 else { throw HostRefusal("require: expected at most 100 modules") }
    switch findModule(name) {
    case .missing(let sentence): throw HostRefusal("require: \(sentence)")
    case .text(let text):
      guard text.count <= ScriptSource.sizeAtMost else {
        throw HostRefusal(
          "require: \(name): expected at most \(ScriptSource.sizeAtMost) bytes, was \(text.count)")
      }
      let source = ScriptSource(text: text, fileName: ModuleName.file(of: name))
      modules.append((name, source.text))
      noteState(in: source.text)
      reply.append(bytes: source.text)
      reply.append(source.fileName)
    }
  }
}
