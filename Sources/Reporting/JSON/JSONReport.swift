/// Renders a session as one JSON object, keys in the order the contract lists them.
public enum JSONReport {
  /// Writes the object and a line feed.
  ///
  /// With one strategy the object is flat. With several it holds the account's totals and
  /// `strategies`, each an object of the same shape; the account's `orders`, `denials` and
  /// `script_errors` name the strategy of each entry.
  ///
  /// - Parameters:
  ///   - report: The session.
  ///   - sink: Where the bytes go, some thousands at a time.
  /// - Throws: ``OutputError`` when the sink takes no more.
  public static func write(_ report: SessionReport, to sink: any ByteSink) throws(OutputError) {
    var renderer = JSONReportRenderer(sink: sink)
    try renderer.render(report)
  }

  /// The whole text, for small reports and tests.
  public static func text(of report: SessionReport) -> String {
    let sink = MemorySink()
    do {
      try write(report, to: sink)
    } catch {
      preconditionFailure("memory refused a write: \(error)")
    }
    return sink.text
  }
}
