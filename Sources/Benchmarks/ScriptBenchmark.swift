import Market
import Money
import Scripting
import Trading

/// Callbacks of scripts, from the engine's side.
enum ScriptBenchmark {
  private static let count = 1_000_000

  private static let bodies: [(name: String, body: String)] = [
    ("on_tick, empty", "function on_tick(tick) end"),
    ("on_tick, one field", "local s = 0 function on_tick(tick) s = s + tick.ltp end"),
    (
      "on_tick, six fields",
      """
      local s = 0
      function on_tick(tick)
        s = s + tick.ltp + tick.bid + tick.ask + tick.volume + tick.time + tick.seq
      end
      """
    ),
    ("on_tick, tick as an object", "function on_tick(tick) last = tick end"),
    ("on_tick, position(s).qty", "function on_tick(tick) held = position(\"SIM:X\").qty end"),
    ("on_tick, position(s)", "function on_tick(tick) held = position(\"SIM:X\") end"),
    ("on_tick, a denied buy", "function on_tick(tick) buy(\"SIM:X\", 1000000) end"),
  ]

  enum Failure: Error {
    case load(ScriptLoadProblem)
    case bind(ScriptFailure)
    case engine(EngineError)
  }

  static func run() throws(Failure) {
    let ticks = KernelBenchmark.ticks(count: count)
    for (name, body) in bodies { try measure(name, body, ticks) }
  }

  private static func measure(_ name: String, _ body: String, _ ticks: [Tick]) throws(Failure) {
    let cost = try Measure.nanoseconds(operations: count, rounds: 3) { () throws(Failure) in
      let host = try load(body)
      var table = InstrumentTable()
      _ = table.intern("SIM:X")
      do throws(ScriptFailure) { try host.bind(table) } catch { throw .bind(error) }
      var desk = Desk(
        index: 0, declaration: host.declaration,
        settings: Desk.Settings(initial: Amount(micros: 500_000_000_000)))
      desk.add(table[InstrumentID(index: 0)], isDeclared: true)
      var engine = Engine(desks: [desk], rules: ScriptRules([host]))
      var effects: [Effect] = []
      engine.start(at: ticks[0].time, mode: .replay, into: &effects)
      var done = 0
      while done < count {
        effects.removeAll(keepingCapacity: true)
        let span = ticks.span.extracting(done..<min(count, done + 256))
        do throws(EngineError) {
          done += try engine.process(span, into: &effects)
        } catch {
          throw .engine(error)
        }
      }
      host.close()
    }
    Row.show(name, Row.nanoseconds(cost))
  }

  private static func load(_ body: String) throws(Failure) -> ScriptHost<Desk> {
    let text = "strategy { name = \"bench\", symbols = { \"SIM:X\" } }\n" + body
    do throws(ScriptLoadProblem) {
      return try ScriptHost<Desk>.load(
        ScriptSource(text: Array(text.utf8), fileName: "bench.lua"), settings: ScriptSettings(),
        modules: { _ in .missing("no modules") }, sink: { _, _ in })
    } catch {
      throw .load(error)
    }
  }
}
