import Market
import Money
import Scripting
import Trading

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

  init(_ engine: consuming Engine<Rules>, table: InstrumentTable, mode: SessionMode) {
    self.engine = engine
    self.table = table
    self.mode = mode
  }

  /// Lets one input act.
  ///
  /// - Parameter input: The input; its time is not before the last one's.
  /// - Returns: The gate's answer to a trade; nil for every other input.
  mutating func take(_ input: SessionInput) -> TradeVerdict? {
    guard !isOver else { return nil }
    engine.rules.beginEvent()
    engine.start(at: input.time, mode: mode, into: &effects)
    switch input {
    case .tick(let tick): take(tick)
    case .clock(let time): engine.pass(to: time, into: &effects)
    case .connection(let state, let time):
      engine.connectionChanged(
        to: state.rawValue, deniesEntries: state == .disconnected || state == .stale, at: time,
        into: &effects)
    case .trade(let order, let time):
      let number = desk(of: order.instrument)
      let ticket = engine.trade(order.request, desk: number, at: time, into: &effects)
      return TradeVerdict(desk: number, ticket: ticket)
    case .command(let command, let time):
      engine.obey(command, at: time, into: &effects)
      if command == .resume { resumeScripts() }
    case .instrument(let instrument, let time):
      engine.pass(to: time, into: &effects)
      add(instrument)
    case .text(_, _, _, let time): engine.pass(to: time, into: &effects)
    case .stop(let reason, let time):
      engine.pass(to: time, into: &effects)
      engine.stop(reason: reason, into: &effects)
      isOver = true
    }
    return nil
  }

  /// A price that no book can hold is no price: entries end, and a person is told.
  private mutating func take(_ tick: Tick) {
    do throws(EngineError) {
      try engine.process(tick, into: &effects)
    } catch {
      effects.append(.alert(desk: 0, "\(error); the tick was left out, only exits are taken"))
      engine.denyEntries(at: tick.time, into: &effects)
    }
  }

  /// Denies entries because the session cannot be written down any more.
  mutating func denyEntries(at time: EventTime) {
    engine.denyEntries(at: time, into: &effects)
  }

  private mutating func resumeScripts() {
    for number in engine.desks.indices where !engine.desks[number].isScriptRunning {
      do throws(ScriptLoadProblem) {
        try engine.rules.restart(script: number)
        engine.resume(script: number, mode: mode, into: &effects)
      } catch {
        let name = engine.desks[number].declaration.name
        effects.append(
          .alert(desk: number, "\(name) does not start: \(Self.sentence(of: error))"))
      }
    }
  }

  private static func sentence(of problem: ScriptLoadProblem) -> String {
    switch problem {
    case .refused(let failure): FailureText.line(failure, tick: nil)
    case .parameter(let sentence): sentence
    case .noMemory: "no memory for an interpreter"
    }
  }

  private mutating func add(_ instrument: Instrument) {
    guard table.id(of: instrument.symbol) == nil else { return }
    _ = table.intern(instrument.symbol, increment: instrument.increment, lot: instrument.lot)
    engine.add(instrument, to: 0)
  }

  /// The desk a trade by hand is made at: the one that holds the symbol, else the first script's that
  /// declares it.
  private func desk(of instrument: InstrumentID) -> Int {
    engine.desks.firstIndex { $0.heldPosition(instrument).isOpen }
      ?? engine.desks.firstIndex { $0.symbols.contains(instrument) } ?? 0
  }
}
