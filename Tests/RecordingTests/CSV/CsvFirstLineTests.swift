import Recording
import Testing

@Suite("First lines that are no header of commas")
struct CsvFirstLineTests {
  @Test(
    "a file without a header is told so",
    arguments: [
      "1381239000065,A,1", "1381239000065,A,5,5,5,5", "2025-02-11T10:34:43,NSE:SBIN-EQ,1.5",
      "2025-02-11 10:34:43,NSE:SBIN-EQ,1.5", "A,1.5,2.5", "\"1381239000065\",\"A\",\"1\"", "5",
      " 5, A", "1381239000065,,",
    ])
  func noHeader(_ line: String) throws {
    let error = try #require(try Reading(csv: "\(line)\n\(line)\n").error)
    #expect(error.exitCode == 65)
    #expect(error.place == .text(line: 1, column: 1))
    #expect(error.found.hasPrefix("no header: the first line is a row, \""))
    #expect(
      error.expected
        == "a first line that names the columns, such as time,symbol,bid,ask,ltp,volume")
  }

  @Test(
    "a file with tabs or semicolons is told so",
    arguments: [
      ("time\tsymbol\tltp", 5, "tabs: \"time\\x09symbol\\x09ltp\"", "'\\t'"),
      ("time;symbol;ltp", 5, "semicolons: \"time;symbol;ltp\"", "';'"),
      ("1381239000065;A;1,5", 14, "semicolons: \"1381239000065;A;1,5\"", "';'"),
      ("Time;Symbol;Last Price", 5, "semicolons: \"Time;Symbol;Last Price\"", "';'"),
      ("a\tb\tc;d", 2, "tabs: \"a\\x09b\\x09c;d\"", "'\\t'"),
    ])
  func separators(_ line: String, _ column: Int, _ found: String, _ quoted: String) throws {
    let error = try #require(try Reading(csv: line + "\n").error)
    #expect(error.exitCode == 65)
    #expect(error.place == .text(line: 1, column: column))
    #expect(error.found == found)
    #expect(
      error.expected
        == "commas between the cells (tr \(quoted) ',' <FILE >NEW makes them, where prices"
        + " have decimal points)")
  }

  @Test(
    "a header of commas may have other things in the names of columns that are ignored",
    arguments: ["time,symbol,ltp,a;b;c;d;e", "a\tb\tc\td\te,time,symbol,ltp", "1,time,symbol,ltp"])
  func commas(_ header: String) throws {
    let reading = try Reading(csv: header + "\n")
    #expect(reading.error == nil)
  }

  @Test("rows with other separators than the header say so")
  func rows() throws {
    let error = try #require(try Reading(csv: "time,symbol,ltp\n1;A;2\n").error)
    #expect(error.place == .text(line: 2, column: 2))
    #expect(error.expected == "commas between the cells as in the header")
    #expect(error.found == "semicolons: \"1;A;2\"")
    let short = try #require(try Reading(csv: "time,symbol,ltp\n1,A\n").error)
    #expect(short.found == "2")
  }

  @Test("a header that lacks prices names the column that is meant")
  func meant() throws {
    let error = try #require(try Reading(csv: "time,symbol,close\n1,A,2\n").error)
    #expect(
      error.description.contains(
        "expected a column ltp, or bid and ask (\"close\" is read if named ltp), found"))
    let side = try #require(try Reading(csv: "time,symbol,bid,ask_price\n").error)
    #expect(side.description.contains("(\"ask_price\" is read if named ask)"))
  }
}
