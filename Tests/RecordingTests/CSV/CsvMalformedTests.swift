import Foundation
import Recording
import Testing

@Suite("CSV that is malformed")
struct CsvMalformedTests {
  /// A row below `time,symbol,bid,ask,ltp,volume`, and where its fault is.
  struct Case: CustomTestStringConvertible, Sendable {
    let row: String
    let column: Int
    let subject: String?
    let found: String
    var testDescription: String { row.debugDescription }

    init(_ row: String, _ column: Int, _ subject: String?, _ found: String) {
      self.row = row
      self.column = column
      self.subject = subject
      self.found = found
    }
  }

  static let cases = [
    Case("2,A,nan,2,1,0", 5, "bid", "\"nan\""),
    Case("2,A,1,inf,1,0", 7, "ask", "\"inf\""),
    Case("2,A,1,2,0,0", 9, "ltp", "\"0\""),
    Case("2,A,1,2,0.000000,0", 9, "ltp", "\"0.000000\""),
    Case("2,A,-1,2,1,0", 5, "bid", "\"-1\""),
    Case("2,A,+1,2,1,0", 5, "bid", "\"+1\""),
    Case("2,A,1e3,2,1,0", 5, "bid", "\"1e3\""),
    Case("2,A,\"1\",2,1,0", 5, "bid", "\"\\\"1\\\"\""),
    Case("2,A,1,2, 1,0", 9, "ltp", "\" 1\""),
    Case("2,A,1,2,1 ,0", 9, "ltp", "\"1 \""),
    Case("2,A,1,2,1.0000001,0", 9, "ltp", "\"1.0000001\""),
    Case("2,A,1,2,1.,0", 9, "ltp", "\"1.\""),
    Case("2,A,1,2,.5,0", 9, "ltp", "\".5\""),
    Case("2,A,1,2,1.2.3,0", 9, "ltp", "\"1.2.3\""),
    Case("2,A,1,2,1:23,0", 9, "ltp", "\"1:23\""),
    Case("2,A,1,2,9223372036854.775808,0", 9, "ltp", "\"9223372036854.775808\""),
    Case("2,A,1,2,0x10,0", 9, "ltp", "\"0x10\""),
    Case("2,A,1,-0,1,0", 7, "ask", "\"-0\""),
    Case("2,A,0.0000000,2,1,0", 5, "bid", "\"0.0000000\""),
    Case("2,NSE:X-INDEX,-1,2,1,0", 15, "bid", "\"-1\""),
    Case("2,NSE:X-INDEX,1,x,1,0", 17, "ask", "\"x\""),
    Case("2,NSE:X-INDEX,1,,,0", 17, "ask", "an empty cell"),
    Case("2,A,1,,,0", 7, "ask", "an empty cell"),
    Case("2,A,1,0.00,,0", 7, "ask", "\"0.00\""),
    Case("2,A,,2,,0", 5, "bid", "an empty cell"),
    Case("2,A,0,2,,0", 5, "bid", "\"0\""),
    Case("2,A,0,,,0", 8, "ltp", "none of them"),
    Case("2,A,,,,0", 7, "ltp", "empty cells"),
    Case("2,A,1,2,1,-1", 11, "volume", "\"-1\""),
    Case("2,A,1,2,1,1.0", 11, "volume", "\"1.0\""),
    Case("2,A,1,2,1,9223372036854775808", 11, "volume", "\"9223372036854775808\""),
    Case("2.5,A,1,2,1,0", 1, "time", "\"2.5\""),
    Case("-2,A,1,2,1,0", 1, "time", "\"-2\""),
    Case(",A,1,2,1,0", 1, "time", "an empty cell"),
    Case("99999999999,A,1,2,1,0", 1, "time", "\"99999999999\""),
    Case("9223372036855,A,1,2,1,0", 1, "time", "\"9223372036855\""),
    Case("9223372036854775808,A,1,2,1,0", 1, "time", "\"9223372036854775808\""),
    Case("2025-02-30,A,1,2,1,0", 1, "time", "\"2025-02-30\""),
    Case("2,,1,2,1,0", 3, "symbol", "an empty cell"),
    Case("2, A,1,2,1,0", 3, "symbol", "\" A\""),
    Case("2,\u{1}A,1,2,1,0", 3, "symbol", "\"\\x01A\""),
    Case("2,A,1,2,1,0,", 13, nil, "one more: an empty cell"),
    Case("2,A,1,2,1,0,x", 13, nil, "one more: \"x\""),
    Case("2,A,1,2,1", 10, nil, "5"),
    Case("", 1, nil, "an empty line"),
    Case("2,A,1,2\u{0},1,0", 8, "ask", "a NUL byte"),
    Case("0,A,1,2,1,0", 1, "time", "\"0\""),
  ]

  static let header = "time,symbol,bid,ask,ltp,volume"

  /// Followed by more rows or not, a row takes the fast path or not: the verdict is the same.
  @Test("a bad row stops with its file, line and column", arguments: cases, [0, 40])
  func row(_ example: Case, rowsAfter: Int) throws {
    let after = String(repeating: "3,A,1,2,1,0\n", count: rowsAfter)
    let csv = "\(Self.header)\n1,A,1,2,1,0\n\(example.row)\n\(after)"
    let reading = try Reading(csv: csv)
    let error = try #require(reading.error)
    #expect(error.kind == .content)
    #expect(error.exitCode == 65)
    #expect(error.place == .text(line: 3, column: example.column))
    #expect(error.subject == example.subject)
    #expect(error.found == example.found)
    #expect(reading.lines.count == 1, "the rows before are delivered")
    #expect(!error.description.contains("\n"))
    #expect(error.description.contains("day.csv:3:\(example.column): "))
  }

  @Test("time going backwards says what the row before had")
  func backwards() throws {
    let reading = try Reading(csv: "time,symbol,ltp\n1739250283722,A,1\n1739250283721,A,1\n")
    let error = try #require(reading.error)
    #expect(error.place == .text(line: 3, column: 1))
    #expect(error.description.contains("2025-02-11T10:34:43.722+05:30"))
  }

  @Test("time going backwards is an error even when bad rows are skipped")
  func backwardsWhileSkipping() throws {
    let options = TickReadOptions(skipsBadRows: true)
    let reading = try Reading(csv: "time,symbol,ltp\n2,A,1\n1,A,1\n", options: options)
    #expect(reading.error?.subject == "time")
    #expect(reading.counts.skippedRows == 0)
  }

  @Test(
    "a bad header says what is missing",
    arguments: [
      ("", 1, "an empty file"), ("\u{feff}", 1, "an empty file"),
      ("\n", 1, "an empty line"), ("symbol,ltp\n", 1, "\"symbol,ltp\""),
      ("time,ltp\n", 1, "\"time,ltp\""), ("time,symbol\n", 1, "\"time,symbol\""),
      ("time,symbol,bid\n", 1, "\"time,symbol,bid\""),
      ("time,symbol,ask,ltp\n", 1, "\"time,symbol,ask,ltp\""),
      ("time,symbol,ltp,time\n", 17, "\"time\" again"),
      ("time,symbol,ltp,last\n", 17, "\"last\" again"),
      ("time,symbol,x,ltp,x\n", 19, "\"x\" again"),
      ("time, symbol,ltp\n", 6, "\" symbol\""), ("\"time\",symbol,ltp\n", 1, "\"\\\"time\\\"\""),
      ("time,symbol,ltp,Bid\n", 17, "\"Bid\""),
      ("time,symbol,\u{0}\n", 13, "\"\\x00\""),
    ])
  func header(_ text: String, _ column: Int, _ found: String) throws {
    let error = try #require(try Reading(csv: text).error)
    #expect(error.exitCode == 65)
    #expect(error.place == .text(line: 1, column: column))
    #expect(error.found == found)
  }

  @Test("a symbol option beside a symbol column is wrong usage")
  func symbolTwice() throws {
    let error = try #require(
      try Reading(csv: "time,symbol,ltp\n", options: TickReadOptions(symbol: "A")).error)
    #expect(error.exitCode == 64)
  }

  @Test("a line of 10 MB is refused in its header and in its rows", arguments: [true, false])
  func longLine(inHeader: Bool) throws {
    let long = String(repeating: "x", count: 10_000_000)
    let csv = inHeader ? long : "time,symbol,ltp\n1,A,1\n\(long)"
    let error = try #require(try Reading(csv: csv).error)
    #expect(error.exitCode == 65)
    #expect(error.place == .text(line: inHeader ? 1 : 3, column: (1 << 20) + 1))
  }

  @Test("what is no readable file is an input error")
  func files() throws {
    let folder = try TemporaryFolder()
    let missing = try #require(Reading([folder.path + "/none.csv"]).error)
    #expect(missing.exitCode == 74)
    #expect(missing.description.hasSuffix("found no such file or directory"))
    let directory = try #require(Reading([folder.path]).error)
    #expect(directory.exitCode == 74)
    #expect(directory.found == "a directory")
    guard geteuid() != 0 else { return }
    let secret = try folder.file("time,symbol,ltp\n")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: secret)
    #expect(Reading([secret]).error?.exitCode == 74)
  }
}
