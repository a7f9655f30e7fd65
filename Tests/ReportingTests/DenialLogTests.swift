import Reporting
import Trading
import Testing

@Suite("denial log")
struct DenialLogTests {
  @Test("keeps the first entries, counts all, and builds no entry that it drops")
  func limit() {
    var log = DenialLog()
    var built = 0
    func entry(_ reason: String) -> DenialReport {
      built += 1
      return .fixture(reason: reason, detail: "\(reason) \(built)")
    }
    for _ in 0..<5_000 { log.add(reason: "FUNDS", entry("FUNDS")) }
    log.add(reason: "PRICE", entry("PRICE"))
    #expect(log.count == 5_001 && log.entries.count == DenialLog.entryLimit)
    #expect(built == DenialLog.entryLimit + 1)
    #expect(log.reasons.map(\.reason) == ["FUNDS", "PRICE"])
    #expect(log.reasons.map(\.count) == [5_000, 1])
    #expect(log.reasons.map(\.firstDetail) == ["FUNDS 1", "PRICE 1001"])
  }

  @Test("denials that were counted elsewhere are told apart from those with a reason")
  func further() throws {
    var report = try SessionReport.fixture()
    report.strategies[0].denials.count(further: 12_345)
    #expect(report.strategies[0].denials.count == 12_347)
    #expect(JSONReport.text(of: report).contains("\"denial_count\": 12347,"))
    let text = TextReport.text(of: report)
    #expect(text.contains("Denied requests 12,347\n"))
    #expect(text.contains("\n  12,345  later ones  only counted\n"))
  }

  @Test("joins logs, most frequent reason first, ties as they came")
  func joining() {
    var first = DenialLog()
    first.add(reason: "B", .fixture(reason: "B", detail: "b"))
    first.add(reason: "A", .fixture(reason: "A", detail: "a"))
    var second = DenialLog()
    second.add(reason: "C", .fixture(reason: "C", detail: "c"))
    second.add(reason: "C", .fixture(reason: "C", detail: "c2"))
    second.add(reason: "A", .fixture(reason: "A", detail: "a2"))
    let joined = DenialLog(joining: [first, second])
    #expect(joined.count == 5 && joined.entries.map(\.reason) == ["B", "A", "C", "C", "A"])
    #expect(joined.reasons.map(\.reason) == ["A", "C", "B"])
    #expect(joined.reasons.map(\.firstDetail) == ["a", "c", "b"])
  }
}
