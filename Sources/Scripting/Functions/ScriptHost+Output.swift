import CLuaBridge
import Market
import Trading

/// What a script says: log lines, alerts, plots, marks; and the modules it asks for.
extension ScriptHost {
  /// `log(level, text)`: 1 debug … 5 alert.
  func log(_ values: HostArguments) throws(HostRefusal) {
    let levels = ScriptOutput.Level.allCases
    guard let code = values.integer(0), code >= 1, code <= levels.count,
      let bytes = values.bytes(1)
    else { throw HostRefusal("log: expected text, was \(values.kind(1))") }
    // Whoever reads the log may take his time, as in a pager; it is none of the script's.
    sauda_wait_for_host(true)
    defer { sauda_wait_for_host(false) }
    let time = timeOfSaying()
    let level = levels[Int(code) - 1]
    if level == .alert { return alert(bytes, at: time) }
    switch output.rate.admit(at: time) {
    case .admitted: break
    case .dropped: return sink(.dropped(level, count: 1), time)
    case .firstDropped:
      sink(
        .line(.warn, "more than \(output.rate.most) lines in a second: some are dropped"), time)
      return sink(.dropped(level, count: 1), time)
    }
    guard output.hasRoom else { return sink(.dropped(level, count: 1), time) }
    let text = Printable.line(bytes, sizeAtMost: min(OutputBudget.lineSizeAtMost, output.room))
    output.take(text.utf8.count)
    let isFull = !output.hasRoom
    sink(.line(level, text), time)
    if isFull {
      sink(.line(.warn, "more than 64 KiB of lines in a callback: the rest is dropped"), time)
    }
  }

  /// An alert, which no flood of lines keeps away: only other alerts do.
  private func alert(_ bytes: UnsafeBufferPointer<UInt8>, at time: EventTime?) {
    switch output.alerts.admit(at: time) {
    case .admitted:
      let text = Printable.line(bytes, sizeAtMost: OutputBudget.lineSizeAtMost)
      return sink(.line(.alert, text), time)
    case .dropped: break
    case .firstDropped:
      sink(
        .line(.warn, "more than \(output.alerts.most) alerts in a minute: some are dropped"), time)
    }
    sink(.dropped(.alert, count: 1), time)
  }

  /// `plot(name, value)`; numbers that are none are left out, as a gap.
  func plot(_ values: HostArguments) throws(HostRefusal) {
    guard let name = values.bytes(0), (1...64).contains(name.count) else {
      throw HostRefusal("plot: name: expected text of 1 to 64 bytes, was \(values.kind(0))")
    }
    guard let value = values.number(1) else {
      throw HostRefusal("plot: value: expected a number, was \(values.kind(1))")
    }
    guard value.isFinite else { return }
    draw { .plot(name: Printable.line(name, sizeAtMost: 256), value: value) }
  }

  /// `mark(text)`.
  func mark(_ values: HostArguments) throws(HostRefusal) {
    guard let text = values.bytes(0) else {
      throw HostRefusal("mark: expected text, was \(values.kind(0))")
    }
    draw { .mark(Printable.line(text, sizeAtMost: 256)) }
  }

  /// Hands on a point of a picture, which counts as 64 bytes of output.
  private func draw(_ output: () -> ScriptOutput) {
    let time = timeOfSaying()
    guard self.output.hasRoom else { return }
    self.output.take(64)
    sink(output(), time)
  }

  /// The time of what is said now; nil while the script loads.
  ///
  /// Each callback has room of its own, so this looks whether another one runs.
  private func timeOfSaying() -> EventTime? {
    let time = door.desk?.pointee.seeNow()
    output.begin(door.callback)
    return time
  }

  /// `module(name)`: its text.
  func module(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    guard let bytes = values.bytes(0), ModuleName.isValid(bytes) else {
      throw HostRefusal(
        "require: expected lib.NAME of a-z 0-9 _, for a file in the folder lib beside the script")
    }
    let name = String(decoding: bytes, as: UTF8.self)
    guard loaded.modules.count < 100 else {
      throw HostRefusal("require: expected at most 100 modules")
    }
    switch findModule(name) {
    case .missing(let sentence): throw HostRefusal("require: \(sentence)")
    case .text(let text):
      guard text.count <= ScriptSource.sizeAtMost else {
        throw HostRefusal(
          "require: \(name): expected at most \(ScriptSource.sizeAtMost) bytes, was \(text.count)")
      }
      let source = ScriptSource(text: text, fileName: ModuleName.file(of: name))
      loaded.modules.append((name, source.text))
      noteState(in: LuaSource(source.text))
      reply.append(bytes: source.text)
      reply.append(source.fileName)
    }
  }
}

/// How much a script may still say.
struct OutputBudget {
  /// The most bytes of one line.
  static let lineSizeAtMost = 8_192
  /// The most bytes of one callback's lines.
  static let callbackSizeAtMost = 65_536

  var rate = LineRate(most: 200, every: EventTime.nanosecondsPerSecond)
  var alerts = LineRate(most: 60, every: 60 * EventTime.nanosecondsPerSecond)
  /// Which callback the bytes are of.
  private var callback = 0
  private var bytes = 0

  /// Counts anew when another callback runs.
  mutating func begin(_ callback: Int) {
    guard callback != self.callback else { return }
    self.callback = callback
    bytes = 0
  }

  /// Bytes that are left to the callback.
  var room: Int { Self.callbackSizeAtMost - bytes }
  var hasRoom: Bool { room > 0 }

  mutating func take(_ count: Int) { bytes += count }
}

/// Counts the lines of each second, or other period, of event time and says which are too many.
struct LineRate {
  /// The most lines of one period.
  let most: Int
  private let period: Int64

  /// A rate.
  ///
  /// - Parameters:
  ///   - most: The most lines of one period.
  ///   - period: Nanoseconds of a period.
  init(most: Int, every period: Int64) {
    self.most = most
    self.period = period
  }

  enum Verdict: Equatable {
    case admitted
    /// Too many; the first of its period, so one notice is due.
    case firstDropped
    case dropped
  }

  private var current: Int64 = .min
  private var count = 0

  /// Counts a line; lines without a time (at load) share one period.
  mutating func admit(at time: EventTime?) -> Verdict {
    let now = time.map { $0.nanoseconds / period } ?? .min
    if now != current {
      current = now
      count = 0
    }
    count += 1
    if count <= most { return .admitted }
    return count == most + 1 ? .firstDropped : .dropped
  }
}
