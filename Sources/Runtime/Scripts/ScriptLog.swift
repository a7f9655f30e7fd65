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

    fileprivate init(name: String, log: ScriptLog) {
      self.name = name
      self.log = log
    }

    func take(_ output: ScriptOutput, at time: EventTime?) {
      guard case .line(let level, let text) = output,
        let logLevel = LogLevel(name: level.rawValue), logLevel >= log.threshold
      else { return }
      log.write(LogLine(time: time, level: logLevel, name: name, text: text).bytes)
    }
  }

  private let threshold: LogLevel
  /// Called before a line is written, to take a progress bar away.
  var beforeLine: () -> Void = {}
  private let output: ([UInt8]) -> Void

  /// A log of lines of a level and above; `info` for a word that is no level.
  ///
  /// - Parameters:
  ///   - level: The word.
  ///   - output: Takes the lines; without one, stderr.
  init(level: String, output: @escaping ([UInt8]) -> Void = { StandardError.write($0) }) {
    threshold = LogLevel(name: level) ?? .info
    self.output = output
  }

  func voice(fallback: String) -> Voice { Voice(name: fallback, log: self) }

  func write(_ bytes: [UInt8]) {
    beforeLine()
    output(bytes)
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
