import Foundation
import Market
import Money
import Recording
import Testing

@testable import Runtime

@Suite("What a recording says of its session")
struct SessionFactsTests {
  private func write(_ metadata: [(key: String, value: String)]) throws -> (ScratchFolder, String) {
    let folder = try ScratchFolder()
    let path = folder.url.appending(path: "recording.ticks").path
    try RecordingWriter(creating: path, metadata: [("session", "3")] + metadata).close()
    return (folder, path)
  }

  @Test("instruments come with their freeze quantity or without")
  func instruments() throws {
    let (folder, path) = try write([
      ("instrument", "NSE:SBIN-EQ 0.05 1"), ("instrument", "NSE:NIFTY26NOVFUT 0.10 65 1800"),
      ("instrument", "NSE:NIFTY50-INDEX 0.05 0"),
      ("calendar_line", "holiday NSE 2026-11-18 ; a=b"),
    ])
    let facts = try #require(try SessionFacts(recording: path))
    func row(_ increment: Int64, _ lot: Int64, _ freeze: Int64?) -> InstrumentFacts.Row {
      InstrumentFacts.Row(increment: Price(micros: increment), lot: lot, freeze: freeze)
    }
    #expect(facts.instruments["NSE:SBIN-EQ"] == row(50_000, 1, nil))
    #expect(facts.instruments["NSE:NIFTY26NOVFUT"] == row(100_000, 65, 1_800))
    #expect(facts.instruments["NSE:NIFTY50-INDEX"] == row(50_000, 0, nil))
    #expect(facts.calendarLines == ["holiday NSE 2026-11-18 ; a=b"])
    withExtendedLifetime(folder) {}
  }

  @Test(
    "what makes no sense is refused by every verb that reads the file: 65, with file, byte and name",
    arguments: [
      ("instrument", "A 0.05"), ("instrument", "B 0 1"), ("instrument", "C 0.05 -1"),
      ("instrument", "D 0.05 1 0"), ("instrument", "E 0.05 1 x"), ("cash", "5"), ("cash", "a=-1"),
      ("cash", "=1"), ("cash", "q=1e400"), ("seed", "x"), ("seed", "-1"), ("calendar", "maybe"),
      ("commission_rate", "2"), ("latency_ns", "-1"), ("latency_ns", "9223372036854775807"),
      ("staleness_ns", "soon"), ("order_timeout_ns", ""), ("calendar_line", "holiday"),
    ])
  func absurd(key: String, value: String) throws {
    let (folder, path) = try write([("mode", "paper"), (key, value)])
    let script = try folder.write(
      "q.lua", "strategy { name = \"q\", symbols = { \"SIM:A\" } }\nfunction on_tick() end")
    for verb in [
      ["ticks", "info", path], ["ticks", "head", path], ["ticks", "repair", path],
      ["ticks", "convert", path, "-o", path + ".csv"], ["replay", script, "--ticks", path],
      ["replay", script, "--ticks", path, "--from", "2020-01-01"],
    ] {
      let run = try SaudaProcess.run(verb)
      #expect(run.code == 65, "\(verb): \(run.error)")
      #expect(run.lastLine.hasPrefix("\(path): byte "), "\(run.error)")
      #expect(run.lastLine.contains(": \(key): expected "), "\(run.error)")
    }
  }

  @Test("cash of other scripts is refused as what the recording says, not as an option nobody gave")
  func cash() throws {
    let (folder, path) = try write([("cash", "a=1000.00"), ("cash", "b=2000.00")])
    let scripts = try ["a", "c"].map { name in
      try folder.write(
        name + ".lua",
        "strategy { name = \"\(name)\", symbols = { \"SIM:A\" } }\nfunction on_tick() end")
    }
    let run = try SaudaProcess.run(["replay"] + scripts + ["--ticks", path])
    #expect(run.code == 65)
    #expect(run.lastLine.contains("expected the scripts of the session, a, b, found a, c"))
    let given = try SaudaProcess.run(["replay"] + scripts + ["--ticks", path, "--cash", "5000"])
    #expect(given.code == 0, "\(given.error)")
  }
}
