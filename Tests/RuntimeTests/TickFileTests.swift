import Foundation
import Testing

@Suite("sauda ticks")
struct TickFileTests {
  private static let csv = """
    time,symbol,bid,ask,ltp,volume
    1381239000065,SIM:A,1.50,2.00,1.75,9
    1381239001000,SIM:B,3.00,2.00,2.50,1
    1381239007000,SIM:A,1.60,1.70,1.65,10

    """

  @Test("converts CSV to a recording and back to the same bytes, and does not overwrite")
  func convert() throws {
    let folder = try ScratchFolder()
    let csv = try folder.write("day.csv", Self.csv)
    let recording = folder.url.appending(path: "day.ticks").path
    let there = try SaudaProcess.run(["ticks", "convert", csv, "-o", recording])
    #expect(there.code == 0, "\(there.error)")
    #expect(there.lastLine.hasSuffix("3 ticks written"))
    let back = try SaudaProcess.run(["ticks", "convert", recording, "-o", "-"])
    #expect(back.text == Self.csv)
    #expect(try SaudaProcess.run(["ticks", "convert", csv, "-o", recording]).code == 74)
    #expect(try SaudaProcess.run(["ticks", "convert", csv, "-o", recording, "--force"]).code == 0)
  }

  @Test("sorts rows that come in any order, and says how when it was not asked to")
  func sort() throws {
    let folder = try ScratchFolder()
    let rows = Self.csv.split(separator: "\n").map(String.init)
    let mixed = [rows[0], rows[3], rows[1], rows[2]].map { $0 + "\n" }.joined()
    let csv = try folder.write("mixed.csv", mixed)
    let refused = try SaudaProcess.run(["ticks", "convert", csv, "-o", "-"])
    #expect(refused.code == 65)
    #expect(refused.lastLine.contains("mixed.csv:3:1: time:"))
    #expect(refused.lastLine.contains("--sort"))
    let sorted = try SaudaProcess.run(["ticks", "convert", csv, "--sort", "-o", "-"])
    #expect(sorted.code == 0, "\(sorted.error)")
    #expect(sorted.text == Self.csv)
  }

  @Test("shows the first ticks, of CSV and of recordings alike")
  func head() throws {
    let folder = try ScratchFolder()
    let csv = try folder.write("day.csv", Self.csv)
    let recording = folder.url.appending(path: "day.ticks").path
    _ = try SaudaProcess.run(["ticks", "convert", csv, "-o", recording])
    let expected = """
      time,symbol,bid,ask,ltp,volume
      2013-10-08T19:00:00.065+05:30,SIM:A,1.50,2.00,1.75,9
      2013-10-08T19:00:01.000+05:30,SIM:B,3.00,2.00,2.50,1

      """
    for file in [csv, recording] {
      let run = try SaudaProcess.run(["ticks", "head", file, "--count", "2"])
      #expect(run.code == 0, "\(run.error)")
      #expect(run.text == expected)
    }
    #expect(try SaudaProcess.run(["ticks", "head", csv, "--count", "-1"]).code == 64)
  }

  @Test("says what a recording holds, and whether it is sound")
  func info() throws {
    let folder = try ScratchFolder()
    let csv = try folder.write("day.csv", Self.csv)
    let recording = folder.url.appending(path: "day.ticks").path
    _ = try SaudaProcess.run(["ticks", "convert", csv, "-o", recording])
    let run = try SaudaProcess.run(["ticks", "info", recording])
    #expect(run.code == 0, "\(run.error)")
    for line in [
      "  ticks     3", "  first     2013-10-08T19:00:00.065+05:30", "  symbol    SIM:A, 2 ticks",
      "  crossed   1 ticks with a bid above the ask", "  blocks    1, every checksum is right",
      "  records   48 bytes",
      "  gaps      0", "  closed    yes", "  csv.time = ms",
    ] {
      #expect(run.text.contains(line + "\n") || run.text.hasSuffix(line + "\n"), "\(line)")
    }
    let json = try SaudaProcess.run(["ticks", "info", recording, "--json"])
    let object = try #require(
      try JSONSerialization.jsonObject(with: json.output) as? [String: Any])
    #expect(object["ticks"] as? Int == 3)
    let details = try #require(object["recording"] as? [String: Any])
    #expect(details["closed"] as? Bool == true)
    #expect((details["gaps"] as? [Any])?.isEmpty == true)
  }

  @Test("a torn recording is told, is replayable up to there, and is repaired")
  func repair() throws {
    let folder = try ScratchFolder()
    let csv = try folder.write("day.csv", Self.csv)
    let recording = folder.url.appending(path: "day.ticks").path
    _ = try SaudaProcess.run(["ticks", "convert", csv, "-o", recording])
    let bytes = try Data(contentsOf: URL(filePath: recording))
    let torn = try folder.write("torn.ticks", bytes + Data(repeating: 7, count: 100))
    let told = try SaudaProcess.run(["ticks", "info", torn])
    #expect(told.code == 1)
    #expect(told.text.contains("read before the damage"))
    #expect(told.lastLine.contains("sauda ticks repair"))
    let repaired = try SaudaProcess.run(["ticks", "repair", torn])
    #expect(repaired.code == 0, "\(repaired.error)")
    #expect(repaired.text.contains("damaged tail of 100 bytes"))
    #expect(try Data(contentsOf: URL(filePath: torn)) == bytes)
    let again = try SaudaProcess.run(["ticks", "repair", torn])
    #expect(again.text.hasSuffix("nothing to repair\n"))

    var broken = bytes
    broken[40] ^= 1
    let middle = try folder.write("middle.ticks", broken)
    #expect(try SaudaProcess.run(["ticks", "info", middle]).code == 65)
    #expect(try SaudaProcess.run(["ticks", "repair", middle]).code == 65)
    #expect(try SaudaProcess.run(["ticks", "repair", csv]).code == 65)
    #expect(try SaudaProcess.run(["ticks", "info", folder.url.path]).code == 74)
  }
}
