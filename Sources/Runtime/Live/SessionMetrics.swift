import Histogram
import Money
import Server
import Trading

/// A session's counters in the shape of the API's `/metrics`.
enum SessionMetrics {
  /// Upper bounds of the histograms, in nanoseconds: 10 µs to 1 s, close enough to tell a median from.
  private static let bounds: [Int64] =
    [10_000, 100_000, 1_000_000, 10_000_000].flatMap { decade in
      [10, 12, 15, 20, 25, 30, 40, 50, 60, 80].map { decade / 10 * $0 }
    } + [100_000_000, 1_000_000_000]

  /// All of them.
  static func all(_ view: SessionView, _ latency: LatencyHistogram) -> [Metric] {
    [
      Metric(
        name: "sauda_ticks_total", help: "Ticks that entered the engine.",
        value: .counter(view.ticks)),
      Metric(
        name: "sauda_ticks_conflated_total",
        help: "Ticks replaced by later ones of their symbol before the engine took them.",
        value: .counter(view.conflated)),
      Metric(
        name: "sauda_orders_total", help: "Orders that got an id.",
        value: .counter(Int64(view.orderCount))),
      Metric(
        name: "sauda_denials_total", help: "Requests that the gate denied.",
        value: .counter(Int64(view.denialCount))),
      gauge("sauda_wallet_rupees", "Cash.", view.account.wallet),
      gauge("sauda_portfolio_rupees", "Cash and positions.", view.account.portfolio),
      gauge("sauda_realized_rupees", "Profit booked.", view.account.realized),
      gauge("sauda_unrealized_rupees", "Profit marked.", view.account.unrealized),
      Metric(
        name: "sauda_entries_allowed", help: "1 while entries are taken, else 0.",
        value: .gauge(micros: view.mode == .running ? 1_000_000 : 0)),
      Metric(
        name: "sauda_scripts_stopped", help: "Scripts that have failed and do not run.",
        value: .gauge(micros: Int64(view.stoppedScripts.count) * 1_000_000)),
      histogram(
        "sauda_decision_seconds", "From a frame's bytes to an approved request.",
        latency.decisions, sum: latency.decisionSum),
      histogram(
        "sauda_tick_seconds", "From a frame's bytes to the end of its tick.", latency.ticks,
        sum: latency.tickSum),
    ]
  }

  private static func gauge(_ name: String, _ help: String, _ amount: Amount) -> Metric {
    Metric(name: name, help: help, value: .gauge(micros: amount.micros))
  }

  private static func histogram(
    _ name: String, _ help: String, _ histogram: Histogram<UInt32>, sum: Int64
  ) -> Metric {
    let buckets = bounds.map { bound in
      Metric.Bucket(
        nanoseconds: bound, count: Int64(clamping: histogram.count(within: 0...UInt64(bound))))
    }
    return Metric(
      name: name, help: help,
      value: .histogram(
        buckets: buckets, sumNanoseconds: sum, count: Int64(clamping: histogram.totalCount)))
  }
}

/// How long it took from a frame's bytes to an approved request, and to the end of a tick.
struct LatencyHistogram: Sendable {
  /// Frame read to request approved, in nanoseconds.
  private(set) var decisions = Histogram<UInt32>(
    lowestDiscernibleValue: 1_000, highestTrackableValue: 60_000_000_000,
    numberOfSignificantValueDigits: .two)
  /// Frame read to the tick done, in nanoseconds.
  private(set) var ticks = Histogram<UInt32>(
    lowestDiscernibleValue: 1_000, highestTrackableValue: 60_000_000_000,
    numberOfSignificantValueDigits: .two)
  private(set) var decisionSum: Int64 = 0
  private(set) var tickSum: Int64 = 0

  /// Nothing measured yet.
  init() {}

  /// Counts a request.
  mutating func addDecision(nanoseconds: Int64) {
    let value = min(max(nanoseconds, 1), 59_000_000_000)
    decisions.record(UInt64(value))
    decisionSum &+= value
  }

  /// Counts a tick.
  mutating func addTick(nanoseconds: Int64) {
    let value = min(max(nanoseconds, 1), 59_000_000_000)
    ticks.record(UInt64(value))
    tickSum &+= value
  }
}
