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

  @Test("shows sizes as far as the file has them, and - where nobody quotes")
  func headOfSizes() throws {
    let folder = try ScratchFolder()
    let csv = try folder.write(
      "day.csv",
      """
      time,symbol,bid,ask,ltp,ltq,bid_qty,ask_qty,oi
      1381239000065,SIM:A,0,2.00,1.75,5,0,20,
      1381239000066,SIM:A,1.50,,1.75,,10,0,7

      """)
    let run = try SaudaProcess.run(["ticks", "head", csv])
    #expect(run.code == 0, "\(run.error)")
    #expect(
      run.text == """
        time,symbol,bid,ask,ltp,volume,ltq,bid_qty,ask_qty,oi
        2013-10-08T19:00:00.065+05:30,SIM:A,-,2.00,1.75,0,5,0,20,
        2013-10-08T19:00:00.066+05:30,SIM:A,1.50,-,1.75,0,,10,0,7

        """)
    let narrow = try folder.write("narrow.csv", "time,symbol,ltp,ltq\n1381239000065,SIM:A,1.75,5\n")
    let traded = try SaudaProcess.run(["ticks", "head", narrow])
    #expect(traded.text.hasPrefix("time,symbol,bid,ask,ltp,volume,ltq\n2013"))
  }

  @Test("symbols are given to several files by their names")
  func symbols() throws {
    let folder = try ScratchFolder()
    let first = try folder.write("a.csv", "time,ltp\n1381239000065,1.50\n")
    let second = try folder.write("b.csv", "time,ltp\n1381239000066,2.50\n")
    let files = ["ticks", "convert", first, second, "-o", "-"]
    let plain = try SaudaProcess.run(files + ["--symbol", "SIM:A"])
    #expect(plain.code == 64)
    #expect(plain.lastLine.contains("expected FILE=SYMBOL for each of several files"))
    #expect(plain.lastLine.contains("--symbol a.csv=SIM:A"))
    let named = try SaudaProcess.run(
      files + ["--symbol", "a.csv=SIM:A", "--symbol", "\(second)=SIM:B"])
    #expect(named.code == 0, "\(named.error)")
    #expect(named.text.contains("1381239000065,SIM:A,"))
    #expect(named.text.contains("1381239000066,SIM:B,"))
    let one = try SaudaProcess.run(["ticks", "head", first, "--symbol", "SIM:A"])
    #expect(one.text.contains(",SIM:A,1.50,1.50,1.50,0\n"))
  }

  @Test("says what in a file is probably not meant")
  func warnings() throws {
    let folder = try ScratchFolder()
    let csv = try folder.write(
      "day.csv", "time,symbol,ltp,last_price\n2013-10-08T19:00:00,SIM:A,1.75,1.80\n")
    for verb in [["info", csv], ["head", csv], ["convert", csv, "-o", "-"]] {
      let run = try SaudaProcess.run(["ticks"] + verb)
      #expect(run.code == 0, "\(run.error)")
      #expect(run.error.contains("warning: \(csv):1: columns that look like prices or sizes"))
      #expect(run.error.contains("warning: \(csv):2: times without a zone are read as Indian time"))
    }
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
