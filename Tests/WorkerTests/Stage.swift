import Foundation
import Market
import Money
import Scripting
import Trading

@testable import Worker

/// The program beside the tests that works honestly, or lies as it is told.
func double(_ words: String...) -> WorkerProgram {
  let folder = Bundle.main.executableURL?.deletingLastPathComponent()
  let path = folder?.appending(path: "worker-double").path ?? "worker-double"
  return WorkerProgram(path: path, arguments: ["worker-double"] + words)
}

/// What scripts said, in order.
final class Said {
  var lines: [String] = []
}

/// A script's text as a source.
func source(_ body: String, name: String = "test.lua") -> ScriptSource {
  let declaration = #"strategy { name = "test", symbols = { "SIM:A", "SIM:B" } } "#
  let text = body.contains("strategy {") ? body : declaration + body
  return ScriptSource(text: Array(text.utf8), fileName: name)
}

/// A worker's script whose modules are these and whose words go there.
func script(
  _ body: String, said: Said = Said(), modules: [String: String] = [:],
  settings: ScriptSettings = ScriptSettings()
) -> WorkerScript {
  WorkerScript(
    source: source(body), settings: settings,
    modules: { name in
      modules[name].map { .text(Array($0.utf8)) } ?? .missing("there is no \(name)")
    },
    sink: { output, time in
      said.lines.append("\(time?.milliseconds ?? 0) \(output)")
    })
}

/// The instruments of a session in which these symbols are declared.
func table(_ symbols: [String]) -> InstrumentTable {
  var table = InstrumentTable()
  _ = table.intern("SIM:OTHER")
  for symbol in symbols {
    _ = table.intern(symbol, increment: Price(micros: 50_000))
  }
  return table
}

/// A desk for a declaration, with half a million.
func desk(_ declaration: StrategyDeclaration, _ table: InstrumentTable, index: Int = 0) -> Desk {
  var desk = Desk(
    index: index, declaration: declaration,
    settings: Desk.Settings(initial: Amount(rupees: 500_000)))
  for instrument in table.all {
    desk.add(instrument, isDeclared: declaration.symbols.contains(instrument.symbol))
  }
  return desk
}

/// A walk of prices of two symbols, the same for the same seed.
func walk(_ count: Int, table: InstrumentTable, seed: UInt64 = 7) -> [Tick] {
  var random = Dice(seed: seed)
  var prices: [Int64] = [100_000_000, 250_000_000]
  let symbols = [table.id(of: "SIM:A"), table.id(of: "SIM:B")].compactMap { $0 }
  return (0..<count).map { number in
    let place = Int(random.next(below: UInt64(symbols.count)))
    let step = (Int64(random.next(below: 21)) - 10) * 50_000
    prices[place] = max(5_000_000, prices[place] + step)
    let ltp = prices[place]
    return Tick(
      time: EventTime(milliseconds: 1_736_135_400_000 + Int64(number) * 700),
      instrument: symbols[place], bid: Price(micros: ltp - 50_000),
      ask: Price(micros: ltp + 50_000),
      ltp: Price(micros: ltp), volume: Int64(number) * 10, lastQuantity: 10)
  }
}

/// Numbers that look random and are the same for the same seed (xorshift64*).
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 0x2545_F491_4F6C_DD1D
  }

  mutating func next(below bound: UInt64) -> UInt64 { next() % bound }
}

extension CallOutcome {
  /// The failure; nil when there is none.
  var failure: ScriptFailure? {
    guard case .failed(let failure) = self else { return nil }
    return failure
  }
}
