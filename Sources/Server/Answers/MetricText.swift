import Money

/// Metrics in Prometheus' text format, version 0.0.4.
enum MetricText {
  /// The content type of the text.
  static let type = "text/plain; version=0.0.4; charset=utf-8"

  /// The text of metrics; those of one name stand together.
  static func text(of metrics: [Metric]) -> String {
    var text = ""
    var last = ""
    for metric in metrics {
      if metric.name != last {
        text += "# HELP \(metric.name) \(escaped(metric.help, quotes: false))\n"
        text += "# TYPE \(metric.name) \(kind(of: metric.value))\n"
        last = metric.name
      }
      text += samples(of: metric)
    }
    return text
  }

  private static func kind(of value: Metric.Value) -> String {
    switch value {
    case .counter: "counter"
    case .gauge: "gauge"
    case .histogram: "histogram"
    }
  }

  private static func samples(of metric: Metric) -> String {
    let labels = metric.labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }
    func line(_ suffix: String, _ more: [String], _ value: String) -> String {
      let all = labels + more
      let braces = all.isEmpty ? "" : "{\(all.joined(separator: ","))}"
      return "\(metric.name)\(suffix)\(braces) \(value)\n"
    }
    switch metric.value {
    case .counter(let count): return line("", [], String(count))
    case .gauge(let micros):
      return line("", [], DecimalText.format(micros, decimals: 6, minimumDecimals: 0))
    case .histogram(let buckets, let sum, let count):
      return buckets.map { line("_bucket", ["le=\"\(seconds($0.nanoseconds))\""], "\($0.count)") }
        .joined() + line("_bucket", ["le=\"+Inf\""], "\(count)")
        + line("_sum", [], seconds(sum)) + line("_count", [], "\(count)")
    }
  }

  private static func seconds(_ nanoseconds: Int64) -> String {
    DecimalText.format(nanoseconds, decimals: 9, minimumDecimals: 0)
  }

  private static func escaped(_ text: String, quotes: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\"" where quotes: result += "\\\""
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
