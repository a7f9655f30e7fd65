import Foundation
import Market
import Money
import Recording
import Testing

@testable import Runtime

@Suite("What a recording says of its session")
struct SessionFactsTests {
  @Test("instruments come with their freeze quantity or without; others are left out")
  func instruments() throws {
    let folder = try ScratchFolder()
    let path = folder.url.appending(path: "recording.ticks").path
    let writer = try RecordingWriter(
      creating: path,
      metadata: [
        ("session", "3"), ("instrument", "NSE:SBIN-EQ 0.05 1"),
        ("instrument", "NSE:NIFTY26NOVFUT 0.10 65 1800"),
        ("instrument", "NSE:NIFTY50-INDEX 0.05 0"),
        ("instrument", "A 0.05"), ("instrument", "B 0 1"), ("instrument", "C 0.05 -1"),
        ("instrument", "D 0.05 1 0"), ("instrument", "E 0.05 1 x"),
        ("calendar_line", "holiday NSE 2026-11-18 ; a=b"),
      ])
    try writer.close()
    let facts = try #require(try SessionFacts(recording: path))
    func row(_ increment: Int64, _ lot: Int64, _ freeze: Int64?) -> InstrumentFacts.Row {
      InstrumentFacts.Row(increment: Price(micros: increment), lot: lot, freeze: freeze)
    }
    #expect(facts.instruments["NSE:SBIN-EQ"] == row(50_000, 1, nil))
    #expect(facts.instruments["NSE:NIFTY26NOVFUT"] == row(100_000, 65, 1_800))
    #expect(facts.instruments["NSE:NIFTY50-INDEX"] == row(50_000, 0, nil))
    for symbol in ["A", "B", "C", "D", "E"] { #expect(facts.instruments[symbol] == nil) }
    #expect(facts.calendarLines == ["holiday NSE 2026-11-18 ; a=b"])
  }
}
