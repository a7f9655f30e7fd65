import Market
import Money
import Reporting
import Scripting
import Trading
import Worker

/// The scripts of a live session, each loaded in its worker, with their desks and instruments.
struct LiveScripts {
  let workers: [ScriptWorker]
  let desks: [Desk]
  let table: InstrumentTable
  let facts: [ReportBuilder.Script]

  /// The name of the desk that trades by hand alone have.
  static let handName = "manual"

  /// Loads scripts in the order given, on the thread that will run the engine.
  ///
  /// - Parameters:
  ///   - options: What was asked for.
  ///   - lookup: Knows the increments and lots of symbols.
  ///   - log: Takes what scripts say.
  /// - Throws: ``Stop``: 64 for wrong parameters or cash, 65 for scripts that are refused, 74 for files
  ///   that cannot be read.
  init(_ options: LiveOptions, lookup: InstrumentLookup, log: ScriptLog) throws(Stop) {
    let overrides = try ReplayScripts.overrides(options.parameters)
    var workers: [ScriptWorker] = []
    var facts: [ReportBuilder.Script] = []
    for (slot, path) in options.scripts.enumerated() {
      let source = try ScriptFile.read(path)
      var settings = ScriptSettings()
      settings.seed = options.seed
      settings.slot = Int32(clamping: slot)
      settings.overrides = overrides
      let worker = try Self.load(source, path: path, settings: settings, log: log)
      workers.append(worker)
      facts.append(
        ReportBuilder.Script(
          fileName: source.fileName, fingerprint: Fingerprint.sha256(of: source.text),
          parameters: worker.parameters))
    }
    try LoadedScript.check(
      zip(workers, facts).map { worker, fact in
        LoadedScript(
          fileName: fact.fileName, name: worker.declaration.name, parameters: worker.parameters,
          appliedOverrides: worker.appliedOverrides)
      }, overrides: overrides)
    let table = try Self.table(
      workers, options, lookup.facts(of: workers.flatMap(\.declaration.symbols)))
    self.desks = try Self.desks(workers, table, options)
    if workers.isEmpty {
      facts = [ReportBuilder.Script(fileName: Self.handName, fingerprint: "", parameters: [])]
    }
    self.workers = workers
    self.table = table
    self.facts = facts
    for worker in workers {
      do throws(ScriptFailure) {
        try worker.bind(table)
      } catch {
        throw Stop(.badInput, FailureText.line(error, tick: nil))
      }
    }
  }

  private static func load(
    _ source: ScriptSource, path: String, settings: ScriptSettings, log: ScriptLog
  ) throws(Stop) -> ScriptWorker {
    let voice = log.voice(fallback: source.fileName)
    do throws(ScriptLoadProblem) {
      let worker = try ScriptWorker.load(
        WorkerScript(
          source: source, settings: settings, modules: { ScriptFile.module($0, beside: path) },
          sink: { output, time in voice.take(output, at: time) }))
      voice.name = worker.declaration.name
      return worker
    } catch {
      throw ReplayScripts.stop(for: error, source: source)
    }
  }

  private static func table(
    _ workers: [ScriptWorker], _ options: LiveOptions, _ instruments: InstrumentFacts
  ) throws(Stop) -> InstrumentTable {
    var table = InstrumentTable()
    for worker in workers {
      for symbol in worker.declaration.symbols {
        let known = instruments[symbol]
        _ = table.intern(
          symbol, increment: options.increments[symbol] ?? known.increment, lot: known.lot)
      }
    }
    for symbol in options.increments.keys.sorted()
    where table.id(of: symbol) == nil && !workers.isEmpty {
      throw Stop(.usage, "--increment: no script declares \(symbol)")
    }
    return table
  }

  private static func desks(
    _ workers: [ScriptWorker], _ table: InstrumentTable, _ options: LiveOptions
  ) throws(Stop) -> [Desk] {
    let declarations =
      workers.isEmpty
      ? [StrategyDeclaration(name: handName, symbols: [])] : workers.map(\.declaration)
    let sums = try options.cash.sums(for: declarations.map(\.name))
    return declarations.enumerated().map { index, declaration in
      var settings = Desk.Settings(
        initial: sums[index], commissionRate: options.commissionRate,
        latencyNanoseconds: options.latencyNanoseconds,
        stalenessNanoseconds: options.stalenessNanoseconds,
        calendar: options.usesCalendar ? TradingCalendar.standard : nil)
      settings.outlivesScript = true
      var desk = Desk(index: index, declaration: declaration, settings: settings)
      let declared = Set(declaration.symbols)
      for instrument in table.all {
        desk.add(instrument, isDeclared: declared.contains(instrument.symbol))
      }
      return desk
    }
  }
}
