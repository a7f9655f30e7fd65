import Market
import Money
import Scripting
import Server
import Trading
import Worker

/// What a live session and the replay of its recording have in common: one input after the other
/// through the engine.
struct SessionCore<Rules: SessionRules & ~Copyable>: ~Copyable {
  /// The engine.
  var engine: Engine<Rules>
  /// The instruments; those dealt in by hand are added as they come.
  private(set) var table: InstrumentTable
  /// What is to be carried out; the owner takes it after each input.
  var effects: [Effect] = []
  private let mode: SessionMode
  private(set) var isOver = false
  /// What a session that goes on from here takes over; nil while this one goes on.
  private var closing: EngineSnapshot?
  /// When its first event came; nil before.
  private(set) var began: EventTime?
  /// Why it was stopped; nil while it was not.
  private(set) var stopReason: String?
  /// Why a tick was left out since the last `resume`; nil when none was.
  private(set) var leftOutTick: String?

  init(_ engine: consuming Engine<Rules>, table: InstrumentTable, mode: SessionMode) {
    self.engine = engine
    self.table = table
    self.mode = mode
  }

  /// Lets one input act.
  ///
  /// - Parameter input: The input; its time is not before the last one's.
  /// - Returns: The gate's answers to a trade; nil for every other input.
  mutating func take(_ input: SessionInput) -> TradeVerdict? {
    guard !isOver else { return nil }
    // Time alone begins no session: a dry run of its ticks begins with the first of them.
    if case .clock = input, !engine.hasStarted { return nil }
    if began == nil { began = input.time }
    engine.rules.beginEvent()
    engine.start(at: input.time, mode: mode, into: &effects)
    switch input {
    case .tick(let tick): act(.tick(tick))
    case .clock(let time): act(.clock(time))
    case .gap(let start, let time): act(.gap(since: start, until: time))
    case .step(_, let start, let time):
      if start < time { act(.gap(since: start, until: time)) }
      act(.clockSet(at: time))
    case .connection(let state, let time):
      act(
        .connection(
          state: state.rawValue, trouble: FeedTrouble(rawValue: state.rawValue), at: time))
    case .trade(let trade, let time):
      guard let instrument = table.id(of: trade.symbol) else {
        preconditionFailure("a trade by hand of a symbol that the session does not know")
      }
      return deal(trade, in: instrument, at: time)
    case .command(let command, let time):
      act(.command(command, at: time))
      if command == .resume { leftOutTick = nil }
    case .instrument(let instrument, let time):
      act(.clock(time))
      add(instrument)
    case .restart(let script, _, let time):
      act(.clock(time))
      // A recording may name a script that its replay was not given.
      guard engine.desks.indices.contains(script) else { break }
      engine.resume(script: script, mode: mode, into: &effects)
    case .takeOver(let time):
      let rules = engine.desks.indices.map { engine.rules.ruleNames(of: $0) }
      engine.takeOver(
        at: time, mode: mode, hasRule: { rules[$0].contains($1) }, into: &effects)
    case .stop(let reason, let time):
      act(.clock(time))
      let books = engine.snapshot()
      engine.stop(reason: reason, into: &effects)
      isOver = true
      stopReason = reason
      // The day's counts go on in the next session, as if this one had not ended; what `on_stop` kept
      // is kept.
      closing = books.keeping(engine.desks.indices.map { engine.rules.tables(script: $0) })
    }
    return nil
  }

  /// What a session that goes on from here takes over; taken between two inputs, with all effects taken.
  var legacy: EngineSnapshot { closing ?? engine.snapshot() }

  /// Goes on from what a session has left: its instruments, its books, what its scripts kept.
  ///
  /// - Throws: Why this is not a session of the same scripts and symbols.
  mutating func restore(_ snapshot: EngineSnapshot, _ instruments: [Instrument])
    throws(SnapshotError)
  {
    // What scripts declare is there; a desk for trades by hand has what was dealt in.
    if engine.desks.allSatisfy(\.declaration.symbols.isEmpty) {
      for instrument in instruments { add(instrument) }
    }
    try engine.restore(snapshot)
  }

  /// Lets an event act.
  ///
  /// A price that no book can hold is no price: entries end, and a person is told.
  @discardableResult
  @inline(__always)
  mutating func act(_ event: Event) -> OrderTicket? {
    do throws(EngineError) {
      return try engine.process(event, into: &effects)
    } catch {
      leftOutTick = error.description
      effects.append(.alert(desk: 0, "\(error); the tick was left out, only exits are taken"))
      denyEntries(at: event.time)
      return nil
    }
  }

  /// Denies entries because the session cannot be written down any more.
  mutating func denyEntries(at time: EventTime) {
    do throws(EngineError) {
      try engine.process(.trouble(at: time), into: &effects)
    } catch {
      preconditionFailure("only a tick has prices that could be out of range")
    }
  }

  private mutating func add(_ instrument: Instrument) {
    guard table.id(of: instrument.symbol) == nil else { return }
    _ = table.intern(
      instrument.symbol, increment: instrument.increment, lot: instrument.lot,
      freeze: instrument.freeze)
    engine.add(instrument, to: 0)
  }
}

/// Rules of a session that outlives its scripts: another can take the place of one that failed.
protocol SessionRules: RuleSet, ~Copyable {
  /// A loaded script.
  associatedtype Script: StartedScript
  /// Begins an event, whose calls are counted.
  mutating func beginEvent()
  /// Calls of the event under way that failed for reasons that a replay cannot know.
  var lostCalls: [LostCall] { get }
  /// What a script was started from.
  func script(of place: Int) -> WorkerScript
  /// The names of a script's rules.
  func ruleNames(of place: Int) -> [String]
  /// What loads a script that is to take a failed one's place, with the last state that was kept.
  ///
  /// It takes its time, and may be called on any thread.
  func restart(of place: Int) -> (WorkerScript) throws(ScriptLoadProblem) -> Script
  /// Puts a loaded script in the place of one that failed; it has not begun yet.
  mutating func install(_ script: Script, _ source: WorkerScript, of place: Int)
}
