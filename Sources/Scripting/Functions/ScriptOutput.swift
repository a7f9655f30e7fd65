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
}
