import Market
import Money
import Reporting
import Scripting
import Trading
import Worker

/// The scripts of a session, loaded: with their desks, their cash and their instruments.
struct LoadedScripts<Script: StartedScript> {
  /// What each was started from.
  let sources: [WorkerScript]
  /// The modules that each has required so far.
  let shelves: [ModuleShelf]
  /// The scripts, in the order of the command line.
  let scripts: [Script]
  /// A desk for each; one for trades by hand when there is none.
  let desks: [Desk]
  /// The instruments they declare.
  let table: InstrumentTable
  /// What is known of those, and of others that may come.
  let instruments: SessionInstruments
  /// What the report says of each.
  let facts: [ReportBuilder.Script]

  /// Loads scripts in the order given, on the thread that will run the engine.
  ///
  /// - Parameters:
  ///   - terms: What was asked for.
  ///   - setting: What kind of session they are for.
  ///   - starter: Starts them.
  ///   - disk: Has their texts.
  ///   - log: Takes what they say.
  ///   - instruments: Knows the increments and lots of symbols where the command line does not.
  /// - Throws: ``Stop``: 64 for wrong parameters or cash, 65 for scripts that are refused, 74 for files
  ///   that cannot be read.
  init<Starter: ScriptStarter>(
    _ terms: SessionTerms, _ setting: SessionSetting, starter: Starter, disk: any SessionDisk,
    log: ScriptLog, instruments: any InstrumentSource
  ) throws(Stop) where Starter.Script == Script {
    let loading = ScriptLoading(
      starter: starter, disk: disk, log: log, recorded: setting.recorded)
    let overrides = try ScriptLoading<Starter>.overrides(terms.parameters)
    var started: [(source: WorkerScript, shelf: ModuleShelf, script: Script)] = []
    for (slot, path) in terms.scripts.enumerated() {
      var settings = ScriptSettings()
      settings.seed = terms.seed
      settings.slot = Int32(clamping: slot)
      settings.takesShortcuts = setting.takesShortcuts
      settings.overrides = overrides
      started.append(try loading.load(path, settings, at: slot))
    }
    sources = started.map(\.source)
    shelves = started.map(\.shelf)
    scripts = started.map(\.script)
    facts =
      started.isEmpty
      ? [ReportBuilder.Script(fileName: Self.handName, fingerprint: "", parameters: [])]
      : started.map { source, _, script in
        ReportBuilder.Script(
          fileName: source.source.fileName, fingerprint: Fingerprint.sha256(of: source.source.text),
          parameters: script.parameters)
      }
    try ScriptLoading<Starter>.check(started, overrides)
    self.instruments = try SessionInstruments(
      terms, of: scripts.flatMap(\.declaration.symbols), on: disk, asking: instruments)
    table = try Self.table(scripts, terms, self.instruments)
    desks = try Self.desks(scripts, table, terms, setting)
    for script in scripts {
      do throws(ScriptFailure) {
        try script.bind(table)
      } catch {
        throw Stop(.badInput, FailureText.line(error, tick: nil))
      }
    }
  }

  /// The name of the desk that trades by hand alone have.
  static var handName: String { "manual" }

  private static func table(
    _ scripts: [Script], _ terms: SessionTerms, _ instruments: SessionInstruments
  ) throws(Stop) -> InstrumentTable {
    var table = InstrumentTable()
    for script in scripts {
      for symbol in script.declaration.symbols {
        let row = instruments.row(of: symbol)
        _ = table.intern(symbol, increment: row.increment, lot: row.lot, freeze: row.freeze)
      }
    }
    guard !scripts.isEmpty else { return table }
    let named = [
      ("--increment", terms.increments.keys.sorted()), ("--lot", terms.lots.keys.sorted()),
    ]
    for (option, symbols) in named {
      for symbol in symbols where table.id(of: symbol) == nil {
        throw Stop(.usage, "\(option): no script declares \(symbol)")
      }
    }
    return table
  }

  private static func desks(
    _ scripts: [Script], _ table: InstrumentTable, _ terms: SessionTerms, _ setting: SessionSetting
  ) throws(Stop) -> [Desk] {
    let declarations =
      scripts.isEmpty
      ? [StrategyDeclaration(name: handName, symbols: [])] : scripts.map(\.declaration)
    let sums = try terms.cash.sums(for: declarations.map(\.name))
    // Reading the calendar takes a moment, and simulated symbols have no use for it.
    let needsCalendar =
      terms.usesCalendar && (setting.outlivesScripts || table.all.contains { !$0.isSimulated })
    let calendar = needsCalendar ? terms.corrections.calendar : nil
    return declarations.enumerated().map { index, declaration in
      var settings = Desk.Settings(
        initial: sums[index], charges: ChargeSchedule(commission: terms.commissionRate),
        latencyNanoseconds: terms.latencyNanoseconds,
        stalenessNanoseconds: terms.stalenessNanoseconds,
        calendar: calendar)
      settings.orderTimeoutNanoseconds = terms.orderTimeoutNanoseconds
      settings.outlivesScript = setting.outlivesScripts
      var desk = Desk(index: index, declaration: declaration, settings: settings)
      if let memory = setting.history?.memory { desk.keepHistory(in: memory) }
      let declared = Set(declaration.symbols)
      for instrument in table.all {
        desk.add(instrument, isDeclared: declared.contains(instrument.symbol))
      }
      return desk
    }
  }
}

/// What kind of session scripts are loaded for.
struct SessionSetting {
  /// Whether the session goes on when a script fails: a live one and its replay do.
  let outlivesScripts: Bool
  /// Where a long session keeps its orders and texts; nil: in memory.
  var history: SpillFile?
  /// The texts of the recorded session that is replayed; nil for any other.
  var recorded: RecordedTexts?
  /// Whether scripts are called the quick way; nothing that they can tell depends on it.
  var takesShortcuts = true
}

/// Loads scripts one by one, and checks them against the command line.
private struct ScriptLoading<Starter: ScriptStarter> {
  let starter: Starter
  let disk: any SessionDisk
  let log: ScriptLog
  let recorded: RecordedTexts?

  func load(_ path: String, _ settings: ScriptSettings, at place: Int) throws(Stop)
    -> (source: WorkerScript, shelf: ModuleShelf, script: Starter.Script)
  {
    let given = try ScriptFile.read(path, on: disk)
    let text = recorded?.text(of: place, given: given) ?? given
    let find = { [disk] in ScriptFile.module($0, beside: path, on: disk) }
    let shelf = recorded?.shelf(of: place, find) ?? ModuleShelf(find)
    let voice = log.voice(fallback: text.fileName)
    let source = WorkerScript(
      source: text, settings: settings,
      modules: { shelf.text($0) },
      sink: { output, time in voice.take(output, at: time) })
    do throws(ScriptLoadProblem) {
      let script = try starter.load(source)
      voice.name = script.declaration.name
      return (source, shelf, script)
    } catch {
      throw Self.stop(for: error, fileName: text.fileName)
    }
  }

  private static func stop(for problem: ScriptLoadProblem, fileName: String) -> Stop {
    switch problem {
    case .refused(let failure):
      FailureText.write(tracebackOf: failure)
      return Stop(.badInput, FailureText.line(failure, tick: nil))
    case .parameter(let sentence):
      return Stop(.usage, "--param: \(sentence)")
    case .noMemory:
      return Stop(.inputOutput, "\(fileName): no memory for an interpreter")
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

  /// Checks that every override was used by some script and that no two scripts share a name.
  static func check(
    _ started: [(source: WorkerScript, shelf: ModuleShelf, script: Starter.Script)],
    _ overrides: [ParameterOverride]
  ) throws(Stop) {
    try checkUse(of: overrides, by: started.map(\.script))
    var names: Set<String> = []
    for (source, _, script) in started where !names.insert(script.declaration.name).inserted {
      throw Stop(
        .badInput,
        "\(source.source.fileName): two scripts are named \(script.declaration.name); "
          + "expected one of a name")
    }
  }

  private static func checkUse(of overrides: [ParameterOverride], by scripts: [Starter.Script])
    throws(Stop)
  {
    let used = Set(scripts.flatMap(\.appliedOverrides))
    for (place, override) in overrides.enumerated() where !used.contains(place) {
      if let name = override.strategy, !scripts.contains(where: { $0.declaration.name == name }) {
        throw Stop(.usage, "--param: no script is named \(name)")
      }
      let known = scripts.flatMap { script in
        script.parameters.map { "\($0.name) (\($0.expectation))" }
      }
      let list = known.isEmpty ? "none is declared" : known.joined(separator: ", ")
      throw Stop(.usage, "--param: unknown parameter \(override.name); expected one of: \(list)")
    }
  }
}
