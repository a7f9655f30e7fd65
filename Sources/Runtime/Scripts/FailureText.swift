import Reporting
import Trading

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
