import Market
import Reporting
import Scripting
import Trading

/// What scripts say, as lines on stderr.
final class ScriptLog {
  /// One script's voice; its name is known once it has declared itself.
  final class Voice {
    var name: String
    private let log: ScriptLog
    private var room: LogRoom
    /// Lines and alerts that were not written because they were too many.
    fileprivate private(set) var dropped = (lines: 0, alerts: 0)

    fileprivate init(name: String, log: ScriptLog) {
      self.name = name
      self.log = log
      room = LogRoom(log.window)
    }

    func take(_ output: ScriptOutput, at time: EventTime?) {
      switch output {
      case .line(let level, let text):
        guard let level = LogLevel(name: level.rawValue), level >= log.threshold else { return }
        write(LogLine(time: time, level: level, name: name, text: text))
      case .dropped(let level, let count):
        guard let level = LogLevel(name: level.rawValue), level >= log.threshold else { return }
        drop(level, count)
      case .plot, .mark: break
      }
    }

    private func write(_ line: LogLine) {
      let bytes = line.bytes
      switch room.admit(bytes.count, isAlert: line.level == .alert, at: line.time) {
      case .admitted: return log.write(bytes)
      case .dropped: break
      case .firstDropped:
        let words = "its log is full (\(log.window.words)): what follows is dropped and counted"
        log.write(LogLine(time: line.time, level: .warn, name: name, text: words).bytes)
      }
      drop(line.level, 1)
    }

    private func drop(_ level: LogLevel, _ count: Int) {
      if level == .alert { dropped.alerts += count } else { dropped.lines += count }
    }
  }

  /// The time that a log's room is for.
  enum Window {
    /// A whole replay.
    case replay
    /// An hour of event time, in a live session and in the replay of its recording.
    case hour

    fileprivate var words: String {
      switch self {
      case .replay: "1 MiB a replay"
      case .hour: "1 MiB an hour"
      }
    }
  }

  private let threshold: LogLevel
  fileprivate let window: Window
  private var voices: [Voice] = []
  /// Called before a line is written, to take a progress bar away.
  var beforeLine: () -> Void = {}
  private let output: ([UInt8]) -> Void

  /// A log of lines of a level and above; `info` for a word that is no level.
  ///
  /// - Parameters:
  ///   - level: The word.
  ///   - window: The time that the room of each script is for.
  ///   - output: Takes the lines; without one, stderr.
  init(
    level: String, window: Window = .replay,
    output: @escaping ([UInt8]) -> Void = { StandardError.write($0) }
  ) {
    threshold = LogLevel(name: level) ?? .info
    self.window = window
    self.output = output
  }

  func voice(fallback: String) -> Voice {
    let voice = Voice(name: fallback, log: self)
    voices.append(voice)
    return voice
  }

  /// Forgets the voices of scripts that are loaded anew.
  func forgetVoices() { voices = [] }

  /// What the report says of lines that were not written, script by script.
  var warnings: [String] {
    voices.compactMap { voice in
      let (lines, alerts) = voice.dropped
      guard lines + alerts > 0 else { return nil }
      return "\(voice.name): \(lines) log lines and \(alerts) alerts were dropped: expected at "
        + "most 200 lines a second, 64 KiB a callback, \(window.words), and 60 alerts a minute"
    }
  }

  func write(_ bytes: [UInt8]) {
    beforeLine()
    output(bytes)
  }
}

/// The bytes that a script's log has left: as many for its lines, and for its alerts.
private struct LogRoom {
  /// Bytes of a window: of lines and alerts together for lines, of alerts alone for alerts.
  private static let bytesAtMost = 1_048_576
  /// Bytes of it that are left for the notice.
  private static let noticeSize = 256

  /// What becomes of a line.
  enum Verdict {
    case admitted
    /// Too much; the first of its window, so one notice is due.
    case firstDropped
    case dropped
  }

  private let window: ScriptLog.Window
  private var hour: Int64?
  private var all = 0
  private var alerts = 0
  private var isFull = false

  init(_ window: ScriptLog.Window) { self.window = window }

  mutating func admit(_ count: Int, isAlert: Bool, at time: EventTime?) -> Verdict {
    begin(at: time)
    let used = isAlert ? alerts : all
    guard used + count <= Self.bytesAtMost - Self.noticeSize else {
      defer { isFull = true }
      return isFull ? .dropped : .firstDropped
    }
    all += count
    if isAlert { alerts += count }
    return .admitted
  }

  /// Begins a new window where the time is of another hour.
  private mutating func begin(at time: EventTime?) {
    guard window == .hour, let time else { return }
    let hour = time.nanoseconds / (3_600 * EventTime.nanosecondsPerSecond)
    guard hour != self.hour else { return }
    if self.hour != nil {
      all = 0
      alerts = 0
      isFull = false
    }
    self.hour = hour
  }
}

/// A script's failure as lines for stderr; the wording is the report's.
enum FailureText {
  /// A failure as it stands in a report.
  ///
  /// - Parameters:
  ///   - failure: What happened.
  ///   - tick: The number of the tick; nil while loading.
  /// - Returns: The report's entry.
  static func report(_ failure: ScriptFailure, tick: Int64?) -> ScriptErrorReport {
    ScriptErrorReport(
      kind: ScriptErrorReport.Kind(rawValue: failure.kind.rawValue) ?? .error,
      callback: failure.callback, message: failure.message,
      source: failure.source.isEmpty ? nil : failure.source, tick: tick,
      traceback: failure.traceback)
  }

  /// The last line: the phrase first, before anything a script controls.
  static func line(_ failure: ScriptFailure, tick: Int64?) -> String {
    report(failure, tick: tick).closingLine
  }

  /// Writes the traceback, each line behind a tab so that no text of a script begins one.
  static func write(tracebackOf failure: ScriptFailure) {
    for line in report(failure, tick: nil).tracebackLines {
      StandardError.write(Array((line + "\n").utf8))
    }
  }
}
