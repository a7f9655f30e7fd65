import CWorker
import Glibc
import Market
import Money
package import Scripting
import Trading

/// Measures what a tick costs when its script runs in a worker, against the same script beside the
/// engine, in the same run.
package enum WorkerBenchmark {
  /// Ticks of each measurement that sends them back to back.
  package static let ticks = 100_000
  /// Ticks of the measurement that sends one each millisecond.
  private static let pacedTicks = 3_000

  private static let quiet = """
    strategy { name = "quiet", symbols = { "SIM:A" } }
    local high = 0
    function on_tick(tick) if tick.ltp > high then high = tick.ltp end end
    """
  private static let asking = """
    strategy { name = "asking", symbols = { "SIM:A" } }
    function on_tick(tick) local held = position(tick.symbol).qty end
    """

  /// Runs the measurements; half a minute at most.
  ///
  /// - Parameter program: What the workers run.
  /// - Returns: A table for people.
  /// - Throws: Why a script of the benchmark did not load.
  package static func run(
    program: WorkerProgram = .own
  ) throws(ScriptLoadProblem) -> String {
    let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    var rows = [
      "microseconds a tick, engine included, \(ticks) ticks, \(cores) cores",
      row("", ["p50", "p99", "p99.9", "max"]),
    ]
    rows.append(row("beside the engine", texts(try beside(quiet))))
    rows.append(row("in a worker", texts(try apart(quiet, program, ticks))))
    rows.append(row("  with one question", texts(try apart(asking, program, ticks))))
    rows.append(
      row("  1000 ticks a second", texts(try apart(quiet, program, pacedTicks, pause: 1_000))))
    return rows.joined(separator: "\n") + "\n"
  }

  private static func row(_ name: String, _ texts: [String]) -> String {
    func padded(_ text: String, to width: Int, left: Bool) -> String {
      let blanks = String(repeating: " ", count: max(0, width - text.count))
      return left ? text + blanks : blanks + text
    }
    return padded(name, to: 24, left: true)
      + texts.map { padded($0, to: 10, left: false) }.joined()
  }

  private static func texts(_ times: [Int64]) -> [String] {
    let sorted = times.sorted()
    return [500, 990, 999, 1_000].map { share in
      let nanoseconds = sorted[min(sorted.count - 1, sorted.count * share / 1_000)]
      let tenths = (nanoseconds % 1_000) / 10
      return "\(nanoseconds / 1_000).\(tenths < 10 ? "0" : "")\(tenths)"
    }
  }

  private static func beside(_ text: String) throws(ScriptLoadProblem) -> [Int64] {
    let script = script(text)
    let host = try ScriptHost<Desk>.load(
      script.source, settings: script.settings, modules: script.modules, sink: script.sink)
    let table = table()
    do throws(ScriptFailure) {
      try host.bind(table)
    } catch {
      throw .refused(error)
    }
    var engine = Engine(desks: [desk(host.declaration, table)], rules: ScriptRules([host]))
    return measure(&engine, ticks, pause: 0)
  }

  private static func apart(
    _ text: String, _ program: WorkerProgram, _ count: Int, pause: UInt32 = 0
  ) throws(ScriptLoadProblem) -> [Int64] {
    let worker = try ScriptWorker.load(script(text), program: program)
    let table = table()
    do throws(ScriptFailure) {
      try worker.bind(table)
    } catch {
      throw .refused(error)
    }
    var engine = Engine(desks: [desk(worker.declaration, table)], rules: WorkerRules([worker]))
    return measure(&engine, count, pause: pause)
  }

  private static func script(_ text: String) -> WorkerScript {
    WorkerScript(
      source: ScriptSource(text: Array(text.utf8), fileName: "bench.lua"),
      settings: ScriptSettings(), modules: { .missing("there is no \($0)") }, sink: { _, _ in })
  }

  private static func table() -> InstrumentTable {
    var table = InstrumentTable()
    _ = table.intern("SIM:A")
    return table
  }

  private static func desk(_ declaration: StrategyDeclaration, _ table: InstrumentTable) -> Desk {
    var desk = Desk(
      index: 0, declaration: declaration,
      settings: Desk.Settings(initial: Amount(rupees: 500_000)))
    for instrument in table.all { desk.add(instrument, isDeclared: true) }
    return desk
  }

  /// Nanoseconds of each tick; a pause in microseconds lies between them.
  private static func measure<Rules: RuleSet & ~Copyable>(
    _ engine: inout Engine<Rules>, _ count: Int, pause: UInt32
  ) -> [Int64] {
    var effects: [Effect] = []
    var times: [Int64] = []
    times.reserveCapacity(count)
    let start = EventTime(milliseconds: 1_736_135_400_000)
    engine.start(at: start, mode: .paper, into: &effects)
    for number in 0..<count {
      let ltp = Price(micros: 100_000_000 + Int64(number % 100) * 50_000)
      let tick = Tick(
        time: start.advanced(byNanoseconds: Int64(number) * 1_000_000),
        instrument: InstrumentID(index: 0), bid: ltp, ask: ltp, ltp: ltp)
      if pause > 0 { usleep(pause) }
      let before = worker_monotonic_nanoseconds()
      do throws(EngineError) {
        try engine.process(tick, into: &effects)
      } catch {
        return times
      }
      times.append(worker_monotonic_nanoseconds() - before)
    }
    return times
  }
}
