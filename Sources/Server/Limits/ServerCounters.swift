import Synchronization

/// What the server counts about itself.
final class ServerCounters: Sendable {
  private let answers = Mutex([Int: Int64]())

  /// Counts an answer by its status.
  func count(status: Int) { answers.withLock { $0[status, default: 0] += 1 } }

  /// The counters as metrics.
  func metrics(connections: Int, watchers: Int, droppedWatchers: Int64) -> [Metric] {
    answers.withLock { $0 }.sorted { $0.key < $1.key }.map { status, count in
      Metric(
        name: "sauda_http_answers_total", help: "Answers by status.",
        labels: [Metric.Label("status", String(status))], value: .counter(count))
    } + [
      gauge("sauda_http_connections", "Connections open now.", connections),
      gauge("sauda_http_watchers", "Watchers of the event stream now.", watchers),
      Metric(
        name: "sauda_http_watchers_dropped_total",
        help: "Watchers cut off because they did not read.", value: .counter(droppedWatchers)),
    ]
  }

  private func gauge(_ name: String, _ help: String, _ value: Int) -> Metric {
    Metric(name: name, help: help, value: .gauge(micros: Int64(value) * 1_000_000))
  }
}
