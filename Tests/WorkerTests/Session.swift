import Market
import Scripting
import Trading

@testable import Worker

/// Everything observable about a session of one script: decisions, words, books, state.
struct Transcript: Equatable {
  var effects: [String] = []
  var said: [String] = []
  var books = ""
  var state: [UInt8] = []
}

/// Runs a script over ticks beside the engine.
func runBeside(_ script: WorkerScript, _ said: Said, _ ticks: (InstrumentTable) -> [Tick]) throws
  -> Transcript
{
  let host = try ScriptHost<Desk>.load(
    script.source, settings: script.settings, modules: script.modules, sink: script.sink)
  let table = table(host.declaration.symbols)
  try host.bind(table)
  var engine = Engine(desks: [desk(host.declaration, table)], rules: ScriptRules([host]))
  var transcript = play(ticks(table), &engine)
  transcript.said = said.lines
  transcript.state = host.stateBytes
  return transcript
}

/// Runs the script over the same ticks in a worker.
func runApart(_ script: WorkerScript, _ said: Said, _ ticks: (InstrumentTable) -> [Tick]) throws
  -> Transcript
{
  let worker = try ScriptWorker.load(script, program: double("honest"))
  let table = table(worker.declaration.symbols)
  try worker.bind(table)
  var engine = Engine(desks: [desk(worker.declaration, table)], rules: WorkerRules([worker]))
  var transcript = play(ticks(table), &engine)
  transcript.said = said.lines
  transcript.state = worker.stateBytes
  return transcript
}

private func play<Rules: RuleSet & ~Copyable>(
  _ ticks: [Tick], _ engine: inout Engine<Rules>
) -> Transcript {
  var transcript = Transcript()
  var effects: [Effect] = []
  engine.start(at: ticks[0].time, mode: .paper, into: &effects)
  for tick in ticks {
    do {
      try engine.process(tick, into: &effects)
    } catch {
      transcript.effects.append("\(error)")
    }
  }
  engine.stop(reason: "end", into: &effects)
  transcript.effects = effects.map { "\($0)" }
  let desk = engine.desks[0]
  transcript.books = "\(desk.ledger) \(desk.trades) \(desk.denialCount) \(desk.denials)"
  return transcript
}
