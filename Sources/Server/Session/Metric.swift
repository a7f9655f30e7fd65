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
