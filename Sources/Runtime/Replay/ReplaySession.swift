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

  /// Ticks read at once: few enough to stay in the processor's nearest cache.
  private static let batchSize = 256

  /// Runs `sauda replay` in a supervised child and gives the exit code.
  public static func run(_ request: ReplayRequest) -> Int32 {
    do throws(Stop) {
      let options = try request.checked(.current())
      return SupervisedProcess.run { hasLoaded in
        do throws(Stop) {
          if options.session != nil { return try SessionReplay(options).run(hasLoaded).rawValue }
          return try ReplaySession(options).run(hasLoaded).rawValue
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

  private func run(_ hasLoaded: () -> Void) throws(Stop) -> ExitCode {
    sauda_watchdog_start()
    let scripts = try ReplayScripts(options, log: log)
    hasLoaded()
    let reader = try openTicks(scripts.table)
    var sinks = try ReplaySinks(options)
    var recorder = DecisionRecorder(strategyCount: scripts.desks.count)
    var builder = ReportBuilder(scripts: scripts.facts, mode: .replay)
    let hosts = scripts.hosts
    var engine = Engine(desks: scripts.desks, rules: ScriptRules(hosts))
    let began = supervisor_monotonic_nanoseconds()
    try play(reader, into: &engine, recorder: &recorder, sinks: &sinks, builder: &builder)
    let elapsed = Duration.nanoseconds(supervisor_monotonic_nanoseconds() - began)
    bar.clear()
    builder.ignoredTicks = engine.ignoredTicks
    builder.skippedRows = options.skipsBadRows ? Int64(reader.counts.skippedRows) : nil
    builder.warnings = warnings(engine.desks, reader.counts)
    let report = try builder.report(
      of: engine.desks, hashes: recorder.finalize(), ticks: engine.sequence, elapsed: elapsed,
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

  private func play(
    _ reader: TickReader, into engine: inout Engine<ScriptRules>,
    recorder: inout DecisionRecorder, sinks: inout ReplaySinks, builder: inout ReportBuilder
  ) throws(Stop) {
    let buffer = UnsafeMutableBufferPointer<Tick>.allocate(capacity: Self.batchSize)
    buffer.initialize(repeating: Tick.blank)
    defer { buffer.deallocate() }
    var effects: [Effect] = []
    var hasStarted = false
    sinks.begin(engine.desks)
    while !engine.hasFailed {
      let count = try next(reader, buffer)
      if !hasStarted {
        hasStarted = true
        let time = count > 0 ? buffer[0].time : EventTime(nanoseconds: 0)
        engine.start(at: time, mode: .replay, into: &effects)
        try carryOut(&effects, engine.desks, &recorder, &sinks, &builder)
        if engine.hasFailed { break }
      }
      if count == 0 { break }
      let ticks = UnsafeBufferPointer(rebasing: buffer[..<count])
      var progress = BatchProgress()
      while progress.done < count, !engine.hasFailed {
        do throws(EngineError) {
          try engine.process(Span(_unsafeElements: ticks), &progress, into: &effects)
        } catch {
          throw Stop(.badInput, error.description)
        }
        if !effects.isEmpty {
          try carryOut(&effects, engine.desks, &recorder, &sinks, &builder)
        }
      }
      bar.update(fraction: reader.progress.fraction, ticks: engine.sequence)
    }
    engine.stop(reason: "end", into: &effects)
    try carryOut(&effects, engine.desks, &recorder, &sinks, &builder)
  }

  private func next(_ reader: TickReader, _ buffer: UnsafeMutableBufferPointer<Tick>)
    throws(Stop) -> Int
  {
    do throws(RecordingError) {
      return try reader.nextBatch(into: buffer)
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
      case .alert, .modeChanged:
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
