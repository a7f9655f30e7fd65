import CSupervisor
import Reporting
import Scripting
import Trading

/// What comes of a dry run: decisions, files and the report.
struct ReplayResults {
  /// The report in the making.
  var builder: ReportBuilder
  private let decisions: DecisionScribe
  private var sinks: ReplaySinks
  private let options: ReplayOptions
  private let began: Int64

  /// Opens the files that were asked for.
  ///
  /// - Throws: ``Stop`` with exit code 74.
  init(_ scripts: ReplayScripts, _ options: ReplayOptions) throws(Stop) {
    self.options = options
    builder = ReportBuilder(scripts: scripts.facts, mode: .replay)
    decisions = DecisionScribe(strategyCount: scripts.desks.count)
    sinks = try ReplaySinks(options)
    sinks.begin(scripts.desks)
    began = supervisor_monotonic_nanoseconds()
  }

  /// Whether anything is made of single fills.
  var looksAtFills: Bool { sinks.looksAtFills }

  /// Carries out what the engine decided and wants done, and empties it.
  ///
  /// - Throws: ``Stop`` with exit code 74.
  mutating func carryOut(
    _ effects: inout [Effect], of engine: inout Engine<ScriptRules>
  ) throws(Stop) {
    takeDecisions(engine.desks)
    engine.forgetDecisions()
    try carryOut(&effects, engine.desks)
  }

  /// Carries effects out, in order, and empties them.
  ///
  /// - Throws: ``Stop`` with exit code 74.
  mutating func carryOut(_ effects: inout [Effect], _ desks: borrowing [Desk]) throws(Stop) {
    guard !effects.isEmpty else { return }
    // By their places: nearly all are decisions, and an iterator would copy and destroy each.
    for index in effects.indices {
      guard case .decision(let desk, let decision) = effects[index] else {
        try carryOut(effects[index])
        continue
      }
      decisions.add(decision, of: desk, among: desks)
    }
    effects.removeAll(keepingCapacity: true)
  }

  /// Takes the decisions gathered; there are some only when there is one script.
  private func takeDecisions(_ desks: borrowing [Desk]) {
    guard desks.count == 1 else { return }
    desks[0].decisions.withUnsafeBufferPointer { gathered in
      for index in gathered.indices { decisions.add(gathered[index], of: 0, among: desks) }
    }
  }

  /// Carries out an effect that is no decision.
  private mutating func carryOut(_ effect: Effect) throws(Stop) {
    switch effect {
    case .filled(let desk, let fill, let ledger):
      try sinks.filled(desk: desk, at: fill.time, ledger)
    case .scriptFailed(let desk, let failure, let sequence):
      builder.failures.append((desk, failure, sequence))
    case .decision, .alert, .modeChanged:
      break
    }
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
