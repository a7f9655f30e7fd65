import Money

/// One measurement, in the shape Prometheus reads.
public struct Metric: Sendable, Equatable {
  /// What kind of measurement.
  public enum Value: Sendable, Equatable {
    /// Only grows.
    case counter(Int64)
    /// Goes up and down, in millionths: an amount's or a price's own unit.
    case gauge(micros: Int64)
    /// Durations in nanoseconds: for each upper bound how many were at most that long, all
    /// bounds ascending and the counts cumulative, the sum, and how many there were.
    case histogram(buckets: [Bucket], sumNanoseconds: Int64, count: Int64)
  }

  /// One step of a histogram.
  public struct Bucket: Sendable, Equatable {
    /// The upper bound.
    public var nanoseconds: Int64
    /// How many were at most that long.
    public var count: Int64

    /// A step from its parts.
    public init(nanoseconds: Int64, count: Int64) {
      self.nanoseconds = nanoseconds
      self.count = count
    }
  }

  /// A label of a measurement.
  public struct Label: Sendable, Equatable {
    /// Its name, `[a-z_]+`.
    public var name: String
    /// Its value, any text.
    public var value: String

    /// A label from its parts.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The name, `sauda_…`; a counter's ends in `_total`, a histogram's in `_seconds`.
  public var name: String
  /// One sentence; the same for all of one name.
  public var help: String
  /// What tells measurements of one name apart.
  public var labels: [Label]
  /// The measurement.
  public var value: Value

  /// A measurement from its parts; those of one name stand together in a list.
  public init(name: String, help: String, labels: [Label] = [], value: Value) {
    self.name = name
    self.help = help
    self.labels = labels
    self.value = value
  }
}

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
