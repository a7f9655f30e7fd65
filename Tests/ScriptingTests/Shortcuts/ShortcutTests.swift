import Foundation
import Testing
import Trading

@testable import Scripting

/// What is done for speed against a run without any of it: rewritten texts, short ways of orders, runs of
/// many ticks, scripts ahead of each other, under another name and elsewhere in memory.
@Suite("Quick calls decide and say what plain calls do")
struct ShortcutTests {
  /// Pairs of scripts a part; `SAUDA_NIGHTLY` looks at ten times as many.
  private static let pairs: UInt64 =
    ProcessInfo.processInfo.environment["SAUDA_NIGHTLY"] == nil ? 130 : 1_300
  private static let batches = [1, 2, 3, 7, 16, 64, 1_024]

  /// What the scripts of a part were, so that the test is known to look at something.
  private struct Count {
    var loaded = 0
    var rewritten = 0
    var compared = 0
    var ahead = 0
    var failed = 0
    var traded = 0
  }

  @Test("2,080 generated scripts: decisions, output and error texts", arguments: UInt64(0)..<8)
  func generated(part: UInt64) {
    var count = Count()
    for pair in (part * Self.pairs)..<((part + 1) * Self.pairs) { look(at: pair, &count) }
    let all = Int(Self.pairs) * 2
    #expect(count.loaded > all * 9 / 10, "\(count)")
    #expect(count.rewritten > all / 5, "\(count)")
    #expect(count.compared > all / 2, "\(count)")
    #expect(count.ahead > all / 40, "\(count)")
    #expect(count.failed > all / 8 && count.failed < all * 3 / 4, "\(count)")
    #expect(count.traded > all * 3 / 5, "\(count)")
  }

  /// Two scripts, each alone, without shortcuts and with them, then both in one session.
  private func look(at pair: UInt64, _ count: inout Count) {
    let ticks = ShortcutTicks.walk(seed: pair, count: 24)
    let outlives = pair % 4 != 0
    var records: [ShortcutRun.Record] = []
    var texts: [String] = []
    for seed in [pair * 2, pair * 2 + 1] {
      var generator = AnyScript(seed: seed, isQuiet: pair % 2 == 0)
      let text = generator.text("any\(seed % 2)")
      var run = ShortcutRun(
        [.init(name: "rule.lua", text: text)], batch: nil, outlivesScripts: outlives)
      let expected = run.records(ticks)[0]
      count.loaded += run.usages.isEmpty ? 0 : 1
      run.batch = Self.batches[Int(seed / 2 % 7)]
      compare(run.records(ticks)[0], expected, seed, "in batches of \(run.batch ?? 0)")
      count.rewritten += run.usages.contains { $0 != .object } ? 1 : 0
      count.failed += expected.failures.isEmpty ? 0 : 1
      count.traded += expected.decisions.isEmpty ? 0 : 1
      records.append(expected)
      texts.append(text)
    }
    // A dry run ends where the first fails.
    guard outlives || records.allSatisfy(\.failures.isEmpty) else { return }
    var both = ShortcutRun(
      [
        .init(name: "a_rule_under_another_name.lua", text: texts[0]),
        .init(name: "two.lua", text: texts[1]),
      ], batch: Self.batches[Int(pair / 7 % 7)], outlivesScripts: outlives)
    let together = both.records(ticks)
    guard !both.usages.isEmpty else { return }
    for place in 0..<2 {
      compare(
        together[place], records[place], pair * 2 + UInt64(place),
        "beside another, in batches of \(both.batch ?? 0)")
    }
    count.compared += 2
    count.ahead += both.ranAhead ? 2 : 0
  }

  private func compare(
    _ record: ShortcutRun.Record, _ expected: ShortcutRun.Record, _ seed: UInt64, _ how: String
  ) {
    guard record != expected else { return }
    let pairs = [
      (record.decisions.map { "\($0)" }, expected.decisions.map { "\($0)" }),
      (record.lines.map { "\($0)" }, expected.lines.map { "\($0)" }),
      (record.failures, expected.failures),
    ]
    for (found, wanted) in pairs where found != wanted {
      let place = zip(found, wanted).prefix { $0 == $1 }.count
      Issue.record(
        """
        seed \(seed), \(how): at \(place) expected \(wanted.dropFirst(place).first ?? "nothing"), \
        was \(found.dropFirst(place).first ?? "nothing")
        """)
    }
  }
}
