import Market
import Money
import Reporting
import Scripting
import Trading

/// The scripts of a replay, loaded: their hosts, desks and instruments.
struct ReplayScripts {
  let hosts: [ScriptHost<Desk>]
  let desks: [Desk]
  let table: InstrumentTable
  let facts: [ReportBuilder.Script]

  /// Whether there are several, and none cares when the others have their turn.
  var mayRunAhead: Bool { hosts.count > 1 && hosts.allSatisfy(\.mayRunAhead) }

  /// Loads scripts in the order given.
  ///
  /// - Throws: ``Stop``: 64 for wrong parameters or cash, 65 for scripts that are refused, 74 for files
  ///   that cannot be read.
  init(_ options: ReplayOptions, log: ScriptLog) throws(Stop) {
    let overrides = try Self.overrides(options.parameters)
    var hosts: [ScriptHost<Desk>] = []
    var facts: [ReportBuilder.Script] = []
    for (slot, path) in options.scripts.enumerated() {
      let source = try ScriptFile.read(path)
      var settings = ScriptSettings()
      settings.seed = options.seed
      settings.slot = Int32(clamping: slot)
      settings.overrides = overrides
      let host = try Self.load(source, path: path, settings: settings, log: log)
      hosts.append(host)
      facts.append(
        ReportBuilder.Script(
          fileName: source.fileName, fingerprint: Fingerprint.sha256(of: source.text),
          parameters: host.parameters))
    }
    try LoadedScript.check(
      hosts.map {
        LoadedScript(
          fileName: $0.fileName, name: $0.declaration.name, parameters: $0.parameters,
          appliedOverrides: $0.appliedOverrides)
      }, overrides: overrides)
    var table = InstrumentTable()
    for host in hosts {
      for symbol in host.declaration.symbols {
        let known = options.session?.instruments[symbol]
        _ = table.intern(
          symbol,
          increment: options.increments[symbol] ?? known?.increment ?? Instrument.finestIncrement,
          lot: known?.lot ?? 1)
      }
    }
    for symbol in options.increments.keys.sorted() where table.id(of: symbol) == nil {
      throw Stop(.usage, "--increment: no script declares \(symbol)")
    }
    self.desks = try Self.desks(hosts, table, options)
    self.hosts = hosts
    self.table = table
    self.facts = facts
    for host in hosts {
      do throws(ScriptFailure) {
        try host.bind(table)
      } catch {
        throw Stop(.badInput, FailureText.line(error, tick: nil))
      }
    }
  }

  static func overrides(_ texts: [String]) throws(Stop) -> [ParameterOverride] {
    var overrides: [ParameterOverride] = []
    for text in texts {
      guard let override = ParameterOverride.parse(text) else {
        throw Stop(.usage, "--param: expected name=value or NAME.name=value, was \(text)")
      }
      overrides.append(override)
    }
    return overrides
  }

  static func load(
    _ source: ScriptSource, path: String, settings: ScriptSettings, log: ScriptLog
  ) throws(Stop) -> ScriptHost<Desk> {
    let voice = log.voice(fallback: source.fileName)
    do throws(ScriptLoadProblem) {
      let host = try ScriptHost<Desk>.load(
        source, settings: settings,
        modules: { ScriptFile.module($0, beside: path) },
        sink: { output, time in voice.take(output, at: time) })
      voice.name = host.declaration.name
      return host
    } catch {
      throw Self.stop(for: error, source: source)
    }
  }

  static func stop(for problem: ScriptLoadProblem, source: ScriptSource) -> Stop {
    switch problem {
    case .refused(let failure):
      FailureText.write(tracebackOf: failure)
      return Stop(.badInput, FailureText.line(failure, tick: nil))
    case .parameter(let sentence):
      return Stop(.usage, "--param: \(sentence)")
    case .noMemory:
      return Stop(.inputOutput, "\(source.fileName): no memory for an interpreter")
    }
  }

  private static func desks(
    _ hosts: [ScriptHost<Desk>], _ table: InstrumentTable, _ options: ReplayOptions
  ) throws(Stop) -> [Desk] {
    // Reading the calendar takes a moment, and simulated symbols have no use for it.
    let needsCalendar =
      options.usesCalendar && (options.session != nil || table.all.contains { !$0.isSimulated })
    let sums = try options.cash.sums(for: hosts.map(\.declaration.name))
    let spill = SpillFile()
    var desks: [Desk] = []
    for (index, host) in hosts.enumerated() {
      var settings = Desk.Settings(
        initial: sums[index], commissionRate: options.commissionRate,
        latencyNanoseconds: options.latencyNanoseconds,
        stalenessNanoseconds: options.stalenessNanoseconds,
        calendar: needsCalendar ? TradingCalendar.standard : nil)
      settings.outlivesScript = options.session != nil
      var desk = Desk(index: index, declaration: host.declaration, settings: settings)
      desk.keepHistory(in: spill.memory)
      let declared = Set(host.declaration.symbols)
      for instrument in table.all {
        desk.add(instrument, isDeclared: declared.contains(instrument.symbol))
      }
      desks.append(desk)
    }
    return desks
  }
}
