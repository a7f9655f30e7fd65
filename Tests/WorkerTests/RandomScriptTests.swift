import Foundation
import Market
import Money
import Scripting
import Testing
import Trading

@testable import Worker

/// Random scripts in random sessions.
///
/// `SAUDA_FUZZ_SCRIPTS` is how many (1,000), `SAUDA_FUZZ_SEED` the first seed (1).
@Suite("Random scripts", .serialized)
struct RandomScriptTests {
  private static func setting(_ name: String, standard: UInt64) -> UInt64 {
    ProcessInfo.processInfo.environment[name].flatMap(UInt64.init) ?? standard
  }

  private static let count = setting("SAUDA_FUZZ_SCRIPTS", standard: 1_000)
  private static let first = setting("SAUDA_FUZZ_SEED", standard: 1)

  /// Small budgets: what a script does beyond them is no news.
  private static var settings: ScriptSettings {
    var settings = ScriptSettings()
    settings.memoryCap = 8 << 20
    settings.callbackBudget = 4_000_000
    settings.startBudget = 200_000_000
    return settings
  }

  /// How a script's life went.
  private enum Life: Equatable {
    case refused
    case lived(failure: ScriptFailure.Kind?)
  }

  @Test("never trap the process, leave nothing behind, and keep the books")
  func never() throws {
    var lives = (refused: 0, failed: 0, well: 0)
    for seed in Self.first..<Self.first + Self.count {
      var generator = RandomScript(seed: seed)
      let text = generator.text()
      switch try live(text, seed: seed) {
      case .refused: lives.refused += 1
      case .lived(nil): lives.well += 1
      case .lived: lives.failed += 1
      }
    }
    // A generator whose scripts all fail alike would test nothing.
    #expect(lives.well + lives.failed > lives.refused, "\(lives)")
    #expect(lives.well > 0 && lives.failed > 0, "\(lives)")
    print("random scripts from seed \(Self.first): \(lives)")
  }

  private func live(_ text: String, seed: UInt64) throws -> Life {
    let place: Comment = "seed \(seed)"
    let host: ScriptHost<Desk>
    do throws(ScriptLoadProblem) {
      host = try ScriptHost<Desk>.load(
        source(text), settings: Self.settings, modules: { _ in .missing("none") }, sink: { _, _ in }
      )
    } catch {
      return .refused
    }
    let table = table(host.declaration.symbols)
    try host.bind(table)
    var engine = Engine(desks: [desk(host.declaration, table)], rules: ScriptRules([host]))
    var effects: [Effect] = []
    let ticks = walk(40, table: table, seed: seed)
    engine.start(at: ticks[0].time, mode: .paper, into: &effects)
    for tick in ticks { try engine.process(tick, into: &effects) }
    engine.stop(reason: "end", into: &effects)
    let failure = effects.compactMap { effect -> ScriptFailure? in
      guard case .scriptFailed(_, let failure, _) = effect else { return nil }
      return failure
    }.first
    let account = engine.desks[0].account()
    #expect(
      account.realized.micros + account.unrealized.micros
        == account.equity.micros - 500_000_000_000, place)
    #expect(host.liveHandles == 0, place)
    #expect(host.close() == 0, place)
    return .lived(failure: failure?.kind)
  }

  @Test("do the same in a worker, twice", arguments: 1...40)
  func same(seed: UInt64) throws {
    var generator = RandomScript(seed: seed &+ 5_000_000)
    let text = generator.text()
    var transcripts: [Transcript?] = []
    for run in 0..<3 {
      let said = Said()
      let script = script(text, said: said)
      let ticks = { (table: InstrumentTable) in walk(60, table: table, seed: seed) }
      do {
        transcripts.append(
          run == 0 ? try runBeside(script, said, ticks) : try runApart(script, said, ticks))
      } catch is ScriptLoadProblem {
        transcripts.append(nil)
      }
    }
    #expect(transcripts[1] == transcripts[0], "seed \(seed)")
    #expect(transcripts[2] == transcripts[0], "seed \(seed)")
  }
}
