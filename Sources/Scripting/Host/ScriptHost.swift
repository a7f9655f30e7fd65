import CLuaBridge
package import Market
import Money
package import Trading

/// One script: its interpreter, what it declared, and the calls into it.
///
/// The host is generic over the desk it talks to, so that the same code runs beside the engine and
/// in a worker process. It holds a pointer to the desk only while a call runs. One thread uses it at
/// a time.
package final class ScriptHost<Port: DeskPort> {
  /// Gives the text of a module by its name, such as `lib.levels`.
  package typealias Modules = (String) -> ModuleText
  /// Takes what the script says, with the time of the event; nil while it loads.
  package typealias Sink = (ScriptOutput, EventTime?) -> Void

  /// What the script declared about itself.
  package internal(set) var declaration = StrategyDeclaration(name: "", symbols: [])
  /// Its parameters with the values they run with, by name.
  package internal(set) var parameters: [ScriptParameter] = []
  /// Places, in the settings, of the overrides that were used.
  package internal(set) var appliedOverrides: [Int] = []
  /// Names of the callbacks it has.
  package internal(set) var callbacks: [String] = []
  /// Names of its rules.
  package internal(set) var rules: [String] = []
  /// Modules it required, in order, with their bytes.
  package internal(set) var modules: [(name: String, text: [UInt8])] = []
  /// Whether it may run ahead of other scripts: all it tells the world goes through its orders, and it
  /// sets no timers.
  package internal(set) var mayRunAhead = false
  /// Whether it has asked, ahead of others, for what only its turn could tell.
  package internal(set) var askedOutOfTurn = false
  /// How it takes its ticks.
  package internal(set) var tickUsage = TickUsage.object
  /// The file's name.
  package let fileName: String

  let interpreter: Interpreter
  let settings: ScriptSettings
  /// What it was loaded with.
  package var loadSettings: ScriptSettings { settings }
  let findModule: Modules
  let sink: Sink
  @exclusivity(unchecked) var port: UnsafeMutablePointer<Port>?
  @exclusivity(unchecked) var hasTick = false
  /// Whether there may be state, so that a failure undoes what was written to it.
  @exclusivity(unchecked) var tracksState = false
  /// Whether any callback may write to it, so that each one that returns is followed by a look.
  @exclusivity(unchecked) var mentionsState = false
  @exclusivity(unchecked) var callbackBytes = 0
  var isLoading = true
  var reading = DeclarationReading()
  var readingParameters: ParameterDeclarations
  var protection = ProtectionRequest()
  var ruleLines: [String: String] = [:]
  /// Where the functions of the callbacks begin.
  var callbackLines: [String: String] = [:]
  var instrumentCount: Int64 = 0
  let knownName: String?
  var timers = TimerBook()
  var rate = LineRate()
  var snapshot: [UInt8] = []
  var sources: [String] = []
  var firstWorkingOrder = 0
  @exclusivity(unchecked) var runsRule = false
  /// The ticks of the run that is under way, and how many the desk has taken.
  @exclusivity(unchecked) var run = RunTicks()
  @exclusivity(unchecked) var runSequence: Int64 = 0
  @exclusivity(unchecked) var runTaken = 0
  var store = SeriesStore()
  var denials = RecentDenials()

  init(
    fileName: String, settings: ScriptSettings, knownName: String?,
    modules: @escaping Modules, sink: @escaping Sink
  ) {
    self.knownName = knownName
    self.fileName = fileName
    self.settings = settings
    self.findModule = modules
    self.sink = sink
    self.readingParameters = ParameterDeclarations(overrides: settings.overrides)
    precondition(Self.sharesLayout, "a tick must lie in memory as the bridge reads it")
    self.interpreter = Interpreter(
      memoryCap: settings.memoryCap, seed: settings.seed, slot: settings.slot)
    interpreter.responder = {
      [unowned(unsafe) self] (function, arguments, reply) throws(HostRefusal) in
      try self.respond(to: function, arguments, &reply)
    }
    interpreter.ordering = { [unowned(unsafe) self] verb, symbol, quantity, line, answer in
      self.order(verb, symbol, quantity, line: line, &answer)
    }
    interpreter.holding = { [unowned(unsafe) self] symbol in self.holding(symbol) }
    if let host = self as? ScriptHost<Desk> { host.takeShortcuts() }
  }

  /// Calls `on_tick`; the hot path.
  ///
  /// - Parameters:
  ///   - tick: The tick, of a declared symbol.
  ///   - sequence: Its number in the session, from 1.
  ///   - desk: The desk.
  /// - Returns: Completed, or how it failed.
  @inline(__always)
  package func tick(_ tick: borrowing Tick, sequence: Int64, port desk: inout Port) -> CallOutcome {
    guard hasTick else { return .completed }
    var value = sauda_tick(
      sequence: sequence, time_nanoseconds: tick.time.nanoseconds, bid: tick.bid.micros,
      ask: tick.ask.micros, ltp: tick.ltp.micros, volume: tick.volume,
      last_quantity: tick.lastQuantity, bid_quantity: tick.bidQuantity,
      ask_quantity: tick.askQuantity, open_interest: tick.openInterest,
      symbol: tick.instrument.index, reserved: 0)
    callbackBytes = 0
    let status = withUnsafeMutablePointer(to: &desk) { pointer in
      port = pointer
      defer { port = nil }
      return sauda_call_tick(interpreter.script, &value, settings.callbackBudget)
    }
    guard status == 0, !mentionsState else { return settleTick(status) }
    return .completed
  }

  /// What follows an `on_tick` that failed or may have changed the state.
  @inline(never)
  func settleTick(_ status: Int32) -> CallOutcome {
    guard Int(status) == SAUDA_OK else {
      return fail(sauda_last_outcome(interpreter.script), callback: "on_tick")
    }
    return commit(callback: "on_tick")
  }

  /// Ends a call that failed: the state becomes what it was.
  func fail(_ outcome: sauda_outcome, callback: String) -> CallOutcome {
    var failure = interpreter.failure(outcome, callback: callback)
    if failure.source.isEmpty { failure.source = line(of: callback) }
    rollBack()
    return .failed(failure)
  }

  /// Closes the interpreter and gives the bytes it still held: 0 unless something leaked.
  @discardableResult
  package func close() -> Int { interpreter.close() }

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
