/// What a script says; texts are printable and on one line.
package enum ScriptOutput: Equatable, Sendable {
  /// How much a log line matters.
  package enum Level: String, Sendable, CaseIterable {
    /// For the author.
    case debug = "DEBUG"
    /// For the record; `print` too.
    case info = "INFO"
    /// Something is odd.
    case warn = "WARN"
    /// Something is wrong.
    case error = "ERROR"
    /// `alert`: somebody should look now.
    case alert = "ALERT"
  }

  /// A log line or an alert.
  case line(Level, String)
  /// A point of a plotted series.
  case plot(name: String, value: Double)
  /// A mark on the chart.
  case mark(String)
  /// Lines of a level, or alerts, that were more than a script may say.
  case dropped(Level, count: Int)
}

extension [ScriptOutput] {
  /// Adds an output; one that counts what was dropped adds to the count before it.
  package mutating func add(_ output: ScriptOutput) {
    guard case .dropped(let level, let count) = output else { return append(output) }
    // However often a script speaks, the counts at the end are at most one a level.
    for place in indices.reversed() {
      guard case .dropped(let other, let before) = self[place] else { break }
      guard other == level else { continue }
      self[place] = .dropped(level, count: before + count)
      return
    }
    append(output)
  }
}
