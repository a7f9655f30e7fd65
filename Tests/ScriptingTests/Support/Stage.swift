import Glibc
import Market
import Money
import Trading

@testable import Scripting

/// A loaded script on a fake desk, with what it said.
final class Stage {
  let host: ScriptHost<FakeDesk>
  let said: Said
  var desk: FakeDesk
  private(set) var sequence: Int64 = 0
  private let table: InstrumentTable

  /// What a script said, in order.
  final class Said {
    var outputs: [ScriptOutput] = []
    var times: [EventTime?] = []

    /// The texts of its log lines.
    var lines: [String] {
      outputs.compactMap { if case .line(_, let text) = $0 { text } else { nil } }
    }
  }

  /// Loads a script; `body` follows a declaration of two symbols unless it has its own.
  init(
    _ body: String, name: String = "test.lua", isWhole: Bool = false,
    settings: ScriptSettings = ScriptSettings(), modules: [String: String] = [:]
  ) throws(ScriptLoadProblem) {
    letSignalsThrough()
    let text = isWhole ? body : Stage.declaration + body
    let said = Said()
    self.said = said
    host = try ScriptHost<FakeDesk>.load(
      ScriptSource(text: Array(text.utf8), fileName: name), settings: settings,
      modules: { name in
        modules[name].map { .text(Array($0.utf8)) } ?? .missing("there is no \(name)")
      },
      sink: { output, time in
        said.outputs.append(output)
        said.times.append(time)
      })
    var table = InstrumentTable()
    _ = table.intern("SIM:OTHER")
    for symbol in host.declaration.symbols {
      _ = table.intern(symbol, increment: Price(micros: 50_000))
    }
    self.table = table
    desk = FakeDesk(instruments: table)
    do {
      try host.bind(table)
    } catch {
      throw .refused(error)
    }
  }

  /// The first line of the scripts; what follows begins on it.
  static let declaration = #"strategy { name = "test", symbols = { "SIM:A", "SIM:B" } } "#

  func id(_ symbol: String) -> InstrumentID {
    table.id(of: symbol) ?? InstrumentID(index: 0)
  }

  /// Sends a tick; the outcome of `on_tick`.
  @discardableResult
  func tick(_ ltp: Double = 100, symbol: String = "SIM:A") -> CallOutcome {
    sequence += 1
    let tick = Stage.tick(ltp, instrument: id(symbol), sequence: sequence)
    desk.time = tick.time
    desk.quotes[tick.instrument] = (tick, sequence)
    return host.run(
      TickRun(taken: sequence), of: CollectionOfOne(tick).span, port: &desk
    ).outcome
  }

  static func tick(_ ltp: Double, instrument: InstrumentID, sequence: Int64) -> Tick {
    let micros = Int64((ltp * 1_000_000).rounded())
    return Tick(
      time: EventTime(milliseconds: 1_736_135_400_000 + sequence * 1_000), instrument: instrument,
      bid: Price(micros: micros - 50_000), ask: Price(micros: micros + 50_000),
      ltp: Price(micros: micros), volume: sequence * 100, lastQuantity: 100)
  }

  /// Makes a call; its outcome.
  @discardableResult
  func call(_ call: ScriptCall) -> CallOutcome { host.call(call, port: &desk) }
}

extension CallOutcome {
  /// The failure; nil when there is none.
  var failure: ScriptFailure? {
    guard case .failed(let failure) = self else { return nil }
    return failure
  }
}

/// Lets the watchdog's signal through: the threads tests run on block all signals.
func letSignalsThrough() {
  var signals = sigset_t()
  sigemptyset(&signals)
  sigaddset(&signals, SIGURG)
  pthread_sigmask(SIG_UNBLOCK, &signals, nil)
}

/// The refusal of a script that does not load; nil when it loads.
func refusal(
  of text: String, isWhole: Bool = true, settings: ScriptSettings = ScriptSettings()
) -> ScriptLoadProblem? {
  do throws(ScriptLoadProblem) {
    _ = try Stage(text, isWhole: isWhole, settings: settings)
    return nil
  } catch {
    return error
  }
}

/// The message of such a refusal, with its place.
func refusalText(of text: String, isWhole: Bool = true) -> String {
  guard case .refused(let failure)? = refusal(of: text, isWhole: isWhole) else { return "" }
  return "\(failure.source): \(failure.message)"
}
