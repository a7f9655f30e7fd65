import CSupervisor
import Reporting
import Trading

/// What comes of a dry run: decisions, files and the report.
struct ReplayResults {
  /// The report in the making.
  var builder: ReportBuilder
  private var decisions: DecisionRecorder
  private var sinks: ReplaySinks
  private let options: ReplayOptions
  private let began = supervisor_monotonic_nanoseconds()

  /// Opens the files that were asked for.
  ///
  /// - Throws: ``Stop`` with exit code 74.
  init(_ scripts: ReplayScripts, _ options: ReplayOptions) throws(Stop) {
    self.options = options
    builder = ReportBuilder(scripts: scripts.facts, mode: .replay)
    decisions = DecisionRecorder(strategyCount: scripts.desks.count)
    sinks = try ReplaySinks(options)
    sinks.begin(scripts.desks)
  }

  /// Carries effects out, in order, and empties them.
  ///
  /// - Throws: ``Stop`` with exit code 74.
  mutating func carryOut(_ effects: inout [Effect], _ desks: borrowing [Desk]) throws(Stop) {
    guard !effects.isEmpty else { return }
    for effect in effects {
      switch effect {
      case .decision(let desk, let decision):
        decisions.add(decision, of: desk, among: desks)
      case .filled(let desk, let fill, let ledger):
        try sinks.filled(desk: desk, at: fill.time, ledger)
      case .scriptFailed(let desk, let failure, let sequence):
        builder.failures.append((desk, failure, sequence))
      case .alert, .modeChanged:
        break
      }
    }
    effects.removeAll(keepingCapacity: true)
  }

  /// Writes the report, and says on stderr how a script failed.
  ///
  /// - Throws: ``Stop``.
  mutating func finish(_ desks: [Desk], ticks: Int64) throws(Stop) -> ExitCode {
    let report = try builder.report(
      of: desks, hashes: decisions.finalize(), ticks: ticks,
      elapsed: .nanoseconds(supervisor_monotonic_nanoseconds() - began),
      peakMemoryBytes: supervisor_peak_memory())
    try sinks.finish(report, desks: desks, isJSON: options.isJSON, isColored: options.isColored)
    guard let failure = builder.failures.first else { return .done }
    FailureText.write(tracebackOf: failure.failure)
    StandardError.line(FailureText.line(failure.failure, tick: failure.sequence))
    return .scriptFailed
  }
}
