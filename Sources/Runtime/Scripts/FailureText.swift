import Reporting
import Trading

/// A script's failure as lines for stderr.
enum FailureText {
  /// The last line: the phrase first, before anything a script controls.
  ///
  /// - Parameters:
  ///   - failure: What happened.
  ///   - tick: The number of the tick; nil while loading.
  /// - Returns: One line without a line feed.
  static func line(_ failure: ScriptFailure, tick: Int64?) -> String {
    var text = failure.kind.phrase + ": "
    if !failure.source.isEmpty { text += failure.source + ": " }
    text += failure.message
    var place = failure.callback
    if let tick { place += (place.isEmpty ? "" : ", ") + "tick \(tick)" }
    return place.isEmpty ? text : text + " (in \(place))"
  }

  /// Writes the traceback, each line behind a tab so that no text of a script begins one.
  static func write(tracebackOf failure: ScriptFailure) {
    for line in failure.traceback.split(separator: "\n") where !line.isEmpty {
      StandardError.write(Array(("\t" + SafeText.escaped(trimmed(line)) + "\n").utf8))
    }
  }

  private static func trimmed(_ line: Substring) -> String {
    String(line.drop { $0 == "\t" || $0 == " " })
  }
}
