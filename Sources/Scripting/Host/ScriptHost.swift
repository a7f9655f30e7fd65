import CLuaBridge
package import Market
import Money
package import Trading

/// One script: its interpreter, what it declared, and the calls into it.
///
/// The host is generic over the desk it talks to, so that the same code runs beside the engine and
/// in a worker process. One thread uses it at a time.
package final class ScriptHost<Port: DeskPort> {
  /// Gives the text of a module by its name, such as `lib.levels`.
  package typealias Modules = (String) -> ModuleText
  /// Takes what the script says, with the time of the event; nil while it loads.
  package typealias Sink = (ScriptOutput, EventTime?) -> Void

  /// The file's name.
  package let fileName: String
  let settings: ScriptSettings
  let findModule: Modules
  let sink: Sink
  let interpreter: Interpreter
  @exclusivity(unchecked) var loaded = LoadedScript()
  var loading: ScriptLoading
  @exclusivity(unchecked) var door = DeskDoor<Port>()
  @exclusivity(unchecked) var state = KeptState()
  @exclusivity(unchecked) var requests = RequestNotes()
  @exclusivity(unchecked) var output = OutputBudget()
  var instrumentCount: Int64 = 0
  var timers = TimerBook()
  var store = SeriesStore()

  init(
    fileName: String, settings: ScriptSettings, knownName: String?,
    modules: @escaping Modules, sink: @escaping Sink
  ) {
    self.fileName = fileName
    self.settings = settings
    self.findModule = modules
    self.sink = sink
    self.loading = ScriptLoading(knownName: knownName, overrides: settings.overrides)
    precondition(Tick.liesAsTheBridgeReadsIt, "a tick must lie in memory as the bridge reads it")
    self.interpreter = Interpreter(
      memoryCap: settings.memoryCap, seed: settings.seed, slot: settings.slot,
      takesShortcuts: settings.takesShortcuts)
    interpreter.responder = {
      [unowned(unsafe) self] (function, arguments, reply) throws(HostRefusal) in
      try self.respond(to: function, arguments, &reply)
    }
    interpreter.ordering = { [unowned(unsafe) self] verb, symbol, quantity, line, answer in
      self.order(verb, symbol, quantity, line: line, answer)
    }
    interpreter.holding = { [unowned(unsafe) self] symbol in self.holding(symbol) }
    if let script = interpreter.script {
      var dates = sauda_views.dates
      sauda_set_views(script, &dates)
    }
    guard settings.takesShortcuts, let host = self as? ScriptHost<Desk> else { return }
    host.takeShortcuts()
    host.answerViews()
  }

  /// Ends a call that failed: the state becomes what it was.
  func fail(_ outcome: sauda_outcome, callback: String) -> CallOutcome {
    var failure = interpreter.failure(outcome, callback: callback)
    if failure.source.isEmpty { failure.source = line(of: callback) }
    rollBack()
    return .failed(failure)
  }

  /// Where the function of a callback or a rule begins.
  func line(of callback: String) -> String {
    if let line = loaded.callbackLines[callback], !line.isEmpty { return line }
    guard callback.hasPrefix("rule:") else { return fileName }
    return loaded.ruleLines[String(callback.dropFirst(5))] ?? fileName
  }

  /// Closes the interpreter and gives the bytes it still held: 0 unless something leaked.
  @discardableResult
  package func close() -> Int {
    _ = stateBytes  // what is kept can be asked for afterwards
    return interpreter.close()
  }
}

/// What is known of a script.
struct LoadedScript {
  var declaration = StrategyDeclaration(name: "", symbols: [])
  var parameters: [ScriptParameter] = []
  var appliedOverrides: [Int] = []
  var callbacks: [String] = []
  /// Where the functions of the callbacks begin.
  var callbackLines: [String: String] = [:]
  var rules: [String] = []
  var ruleLines: [String: String] = [:]
  var rulebook = RuleBook()
  var modules: [(name: String, text: [UInt8])] = []
  var mayRunAhead = false
  var hasTick = false
  var tickUsage = TickUsage.object
}

extension ScriptHost {
  /// What the script declared about itself.
  package var declaration: StrategyDeclaration { loaded.declaration }
  /// Its parameters with the values they run with, by name.
  package var parameters: [ScriptParameter] { loaded.parameters }
  /// Places, in the settings, of the overrides that were used.
  package var appliedOverrides: [Int] { loaded.appliedOverrides }
  /// Names of the callbacks it has.
  package var callbacks: [String] { loaded.callbacks }
  /// Names of its rules.
  package var rules: [String] { loaded.rules }
  /// Modules it required, in order, with their bytes.
  package var modules: [(name: String, text: [UInt8])] { loaded.modules }
  /// Whether it may run ahead of other scripts: all it tells the world goes through its orders, and it
  /// sets no timers.
  package var mayRunAhead: Bool { loaded.mayRunAhead }
  /// Whether it has asked, ahead of others, for what only its turn could tell.
  package var askedOutOfTurn: Bool { requests.askedOutOfTurn }
  /// How it takes its ticks.
  package var tickUsage: TickUsage { loaded.tickUsage }
  /// What it was loaded with.
  package var loadSettings: ScriptSettings { settings }

  /// Functions and tables of the script that the host holds on to.
  package var liveHandles: Int32 {
    guard let script = interpreter.script else { return 0 }
    return sauda_live_handles(script)
  }

  /// Bytes the script held at most so far.
  package var memoryPeak: Int {
    guard let script = interpreter.script else { return 0 }
    return sauda_memory_peak(script)
  }
}
