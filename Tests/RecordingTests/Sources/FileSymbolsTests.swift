import Recording
import Testing

@Suite("Symbols given for files")
struct FileSymbolsTests {
  @Test("one file takes a symbol, or its name and a symbol")
  func oneFile() throws {
    for text in ["NSE:SBIN-EQ", "days/a.csv=NSE:SBIN-EQ", "a.csv=NSE:SBIN-EQ"] {
      let symbols = try FileSymbols([text], files: ["days/a.csv"])
      #expect(symbols.symbol(of: "days/a.csv") == "NSE:SBIN-EQ")
    }
    #expect(try FileSymbols([], files: ["a.csv", "b.csv"]).isEmpty)
    #expect(try FileSymbols(["-=A"], files: ["-"]).symbol(of: "-") == "A")
    let sign = try FileSymbols(["x=1.csv=A"], files: ["x=1.csv"])
    #expect(sign.symbol(of: "x=1.csv") == "A")
  }

  @Test("several files are told apart by their names, not all need one")
  func severalFiles() throws {
    let files = ["x/day.csv", "y/day.csv", "z.csv", "w.csv"]
    let symbols = try FileSymbols(["y/day.csv=A", "z.csv=B", "x/day.csv=C"], files: files)
    #expect(files.map(symbols.symbol) == ["C", "A", "B", nil])
  }

  @Test(
    "what says not which file is wrong usage, with the form",
    arguments: [
      (
        ["NSE:SBIN-EQ"],
        "expected FILE=SYMBOL for each of several files, as in --symbol"
          + " day.csv=NSE:SBIN-EQ, found \"NSE:SBIN-EQ\""
      ),
      ([""], "as in --symbol day.csv=SYMBOL, found nothing"),
      (
        ["other.csv=A"],
        "expected FILE=SYMBOL with FILE one of x/day.csv, y/day.csv, z.csv,"
          + " found \"other.csv\""
      ),
      (["day.csv=A"], "expected the whole path of one of x/day.csv, y/day.csv, found \"day.csv\""),
      (["z.csv="], "expected a symbol after FILE=, found \"z.csv=\""),
      (["z.csv=A", "z.csv=B"], "expected one symbol a file, found \"A and B for z.csv\""),
    ])
  func refused(_ texts: [String], _ says: String) throws {
    do {
      _ = try FileSymbols(texts, files: ["x/day.csv", "y/day.csv", "z.csv"])
      Issue.record("it was accepted")
    } catch {
      #expect(error.exitCode == 64)
      #expect(error.description.hasPrefix("--symbol: "))
      #expect(error.description.hasSuffix(says), "\(error)")
    }
  }

  @Test("one file with two symbols, or with another's name, is wrong usage")
  func oneFileRefused() throws {
    for texts in [["A", "B"], ["b.csv=A"], ["a.csv=A", "B"]] {
      #expect(throws: RecordingError.self) { try FileSymbols(texts, files: ["a.csv"]) }
    }
  }

  @Test("files are read with their own symbols, merged by time")
  func reading() throws {
    let folder = try TemporaryFolder()
    let first = try folder.file("time,ltp\n1,1\n3,1\n", named: "a.csv")
    let second = try folder.file("time,ltp\n2,1\n", named: "b.csv")
    let third = try folder.file("time,symbol,ltp\n4,C,1\n", named: "c.csv")
    let files = [first, second, third]
    var options = TickReadOptions()
    options.fileSymbols = try FileSymbols(["a.csv=A", "b.csv=B"], files: files)
    #expect(Reading(files, options: options).symbols == ["A", "B", "A", "C"])
    let output = folder.path + "/all.ticks"
    _ = try TickConverter(files: files, options: options).writeRecording(to: output)
    #expect(Reading([output]).symbols == ["A", "B", "A", "C"])
  }
}
