import CLuaBridge
import CSupervisor
import Market
import Money
import Recording
import Reporting
import Scripting
import Trading

/// A dry run: recorded ticks through the engine, then a report.
public struct ReplaySession {
  private let options: ReplayOptions
  private let log: ScriptLog
  private let bar: ProgressBar

  /// Runs `sauda replay` in a supervised child and gives the exit code.
  public static func run(_ request: ReplayRequest) -> Int32 {
    do throws(Stop) {
      let options = try request.checked(.current())
      return SupervisedProcess.run {
        do throws(Stop) {
          return try ReplaySession(options).run().rawValue
        } catch {
          if !error.message.isEmpty { StandardError.line(error.message) }
          return error.code.rawValue
        }
      }
    } catch {
      StandardError.line(error.message)
      return error.code.rawValue
    }
  }

  private init(_ options: ReplayOptions) {
    self.options = options
    let bar = ProgressBar(isShown: StandardError.isTerminal)
    self.bar = bar
    log = ScriptLog(level: options.logLevel)
    log.beforeLine = { bar.clear() }
  }

  private func run() throws(Stop) -> ExitCode {
    let began = supervisor_monotonic_nanoseconds()
    sauda_watchdog_start()
    let scripts = try ReplayScripts(options, log: log)
    let reader = TickReadAhead(try openTicks(scripts.table))
    defer { reader.stop() }
    var sinks = try ReplaySinks(options)
    var recorder = DecisionRecorder(strategyCount: scripts.desks.count)
    var builder = ReportBuilder(scripts: scripts.facts, mode: .replay)
    let hosts = scripts.hosts
    var engine = Engine(desks: scripts.desks, rules: ScriptRules(hosts))
    let counts = try play(reader, into: &engine, recorder: &recorder, sinks: &sinks, builder: &builder)
    bar.clear()
    builder.ignoredTicks = engine.ignoredTicks
    builder.skippedRows = options.skipsBadRows ? Int64(counts.skippedRows) : nil
    builder.warnings = warnings(engine.desks, counts)
    let report = try builder.report(
      of: engine.desks, hashes: recorder.finalize(), ticks: engine.sequence,
      elapsed: .nanoseconds(supervisor_monotonic_nanoseconds() - began),
      peakMemoryBytes: supervisor_peak_memory())
    try sinks.finish(
      report, desks: engine.desks, isJSON: options.isJSON, isColored: options.isColored)
    for host in hosts { host.close() }
    guard let failure = builder.failures.first else { return .done }
    FailureText.write(tracebackOf: failure.failure)
    StandardError.line(FailureText.line(failure.failure, tick: failure.sequence))
    return .scriptFailed
  }

  private func openTicks(_ table: InstrumentTable) throws(Stop) -> TickReader {
    do throws(RecordingError) {
      return try TickReader(
        files: options.ticks,
        options: TickReadOptions(
          symbol: options.symbol, skipsBadRows: options.skipsBadRows, from: options.from,
          to: options.to),
        registry: SymbolRegistry(declared: table))
    } catch {
      throw Stop(error)
    }
  }

  /// Lets the engine have all ticks, and gives what the reading met on the way.
  private func play(
    _ reader: TickReadAhead, into engine: inout Engine<ScriptRules>,
    recorder: inout DecisionRecorder, sinks: inout ReplaySinks, builder: inout ReportBuilder
  ) throws(Stop) -> TickReadCounts {
    var effects: [Effect] = []
    var counts = TickReadCounts()
    var hasStarted = false
    while !engine.hasFailed {
      let batch = try next(reader)
      counts = batch.counts
      if !hasStarted {
        hasStarted = true
        engine.start(
          at: batch.ticks.first?.time ?? EventTime(nanoseconds: 0), mode: .replay, into: &effects)
        try carryOut(&effects, engine.desks, &recorder, &sinks, &builder)
      }
      if batch.ticks.isEmpty { break }
      var done = 0
      while done < batch.ticks.count, !engine.hasFailed {
        do throws(EngineError) {
          let ticks = UnsafeBufferPointer(rebasing: batch.ticks[done...])
          done += try engine.process(Span(_unsafeElements: ticks), into: &effects)
        } catch {
          throw Stop(.badInput, error.description)
        }
        if !effects.isEmpty {
          try carryOut(&effects, engine.desks, &recorder, &sinks, &builder)
        }
      }
      bar.update(fraction: batch.progress.fraction, ticks: engine.sequence)
    }
    engine.stop(reason: "end", into: &effects)
    try carryOut(&effects, engine.desks, &recorder, &sinks, &builder)
    return counts
  }

  private func next(_ reader: TickReadAhead) throws(Stop) -> TickReadAhead.Batch {
    do throws(RecordingError) {
      return try reader.next()
    } catch {
      throw Stop(error)
    }
  }

  private func carryOut(
    _ effects: inout [Effect], _ desks: borrowing [Desk], _ recorder: inout DecisionRecorder,
    _ sinks: inout ReplaySinks, _ builder: inout ReportBuilder
  ) throws(Stop) {
    for effect in effects {
      switch effect {
      case .decision(let desk, let decision):
        recorder.add(decision, of: desk, among: desks)
      case .filled(let desk, let fill, let ledger):
        try sinks.filled(desk: desk, at: fill.time, ledger)
      case .scriptFailed(let desk, let failure, let sequence):
        builder.failures.append((desk, failure, sequence))
      case .alert:
        break
      }
    }
    effects.removeAll(keepingCapacity: true)
  }

  private func warnings(_ desks: [Desk], _ counts: TickReadCounts) -> [String] {
    var warnings: [String] = []
    for desk in desks {
      for symbol in desk.symbols where desk.quote(symbol) == nil {
        warnings.append(
          "\(desk.declaration.name) declares \(desk.instrument(symbol).symbol), which never ticked")
      }
    }
    if counts.crossedQuotes > 0 {
      warnings.append("\(counts.crossedQuotes) ticks with a bid above the ask (crossed quotes)")
    }
    if counts.gaps > 0 { warnings.append("\(counts.gaps) gaps in the recording") }
    for damage in counts.damage { warnings.append(damage.description) }
    return warnings
  }
}

extension Stop {
  /// A tick file's error, with its exit code.
  init(_ error: RecordingError) {
    self.init(ExitCode(rawValue: error.exitCode) ?? .badInput, error.description)
  }
}
