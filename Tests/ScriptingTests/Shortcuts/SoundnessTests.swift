import Foundation
import Testing

@testable import Scripting

@Suite("Scripts mean the same however they are run")
struct SoundnessTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Soundness")

  /// The files' names.
  private static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".lua") }.sorted()

  @Test("all of them are there")
  func complete() { #expect(Self.names.count == 13) }

  @Test(
    "with and without shortcuts, under another name, in company, one line further down",
    arguments: names)
  func same(name: String) throws {
    let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
    let ticks = ShortcutTicks.walk(seed: 5, count: name.hasPrefix("14") ? 30_050 : 3_200, of: [2])
    var run = ShortcutRun([.init(name: name, text: text)], batch: nil)
    let expected = Self.withoutLines(run.records(ticks)[0])
    // 20 puts a function that does nothing in place of `buy`.
    #expect((expected == ShortcutRun.Record()) == name.hasPrefix("20"))
    for batch in [1, 5, 1_024] {
      run.batch = batch
      let record = Self.withoutLines(run.records(ticks)[0])
      #expect(record == expected, "\(name) in batches of \(batch)")
    }
    // Of the same length: 03 trades by the length of a message.
    let other = "x" + name.dropFirst()
    let idle = ShortcutRun.File(name: "idle.lua", text: Self.idle)
    for (batch, above) in [(1, ""), (1_024, ""), (64, "local _one_more_line\n"), (nil, "")] {
      run.files = [idle, .init(name: other, text: above + text)]
      run.batch = batch
      let record = Self.withoutLines(run.records(ticks)[1])
      #expect(record == expected, "\(name) in company, in batches of \(batch ?? 0)")
    }
  }

  private static let idle = """
    strategy { name = "idle", symbols = { "SIM:IBM", "SIM:A" } }
    local seen = {} function on_tick(tick) seen[tick.symbol] = { tick.seq } end
    """

  /// The record without the numbers of lines behind the file's name.
  private static func withoutLines(_ record: ShortcutRun.Record) -> ShortcutRun.Record {
    var record = record
    for place in record.decisions.indices where record.decisions[place].reason.hasPrefix("@:") {
      record.decisions[place].reason = "@"
    }
    for place in record.lines.indices {
      guard case .line(let level, let text) = record.lines[place].output else { continue }
      record.lines[place].output = .line(level, text.replacing(/@:\d+/, with: "@"))
    }
    record.failures = record.failures.map { $0.replacing(/@:\d+|of line \d+/, with: "@") }
    return record
  }
}
