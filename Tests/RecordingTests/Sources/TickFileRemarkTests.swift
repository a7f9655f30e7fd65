import Market
import Money
import Recording
import TestSupport
import Testing

@Suite("Remarks on tick files")
struct TickFileRemarkTests {
  /// What is to be said of one CSV file, without its folder.
  private static func warnings(_ csv: String, options: TickReadOptions = TickReadOptions()) throws
    -> [String]
  {
    let folder = try TemporaryFolder()
    let reading = Reading([try folder.file(csv)], options: options)
    #expect(reading.error == nil)
    return reading.counts.fileWarnings.map { String($0.dropFirst(folder.path.count + 1)) }
  }

  @Test("a usual file gives none")
  func none() throws {
    #expect(
      try Self.warnings(
        """
        exchange,time,symbol,bid,ask,ltp,volume,ltq,bid_qty,ask_qty,oi
        NSE,1739250283722,A,1,2,1,1,1,1,1,1
        NSE,2025-02-11T10:34:44+05:30,A,1,2,1,1,1,1,1,1

        """
      ).isEmpty)
  }

  @Test("columns that look like prices or sizes are named, with what is read")
  func ignoredColumns() throws {
    #expect(
      try Self.warnings("time,symbol,ltp,last_price,best_bid,BidSize,note\n") == [
        "day.csv:1: columns that look like prices or sizes are not read: \"last_price\" (ltp is read),"
          + " \"best_bid\" (read if named bid), \"BidSize\" (read if named bid_qty)"
      ])
  }

  @Test(
    "many names look like a column",
    arguments: [
      ("price", "ltp"), ("close", "ltp"), ("Last Traded Price", "ltp"), ("bidprice", "bid"),
      ("best_bid_price", "bid"), ("bid1", "bid"), ("askPrice", "ask"), ("offer", "ask"),
      ("vol_traded_today", "volume"), ("last_traded_qty", "ltq"), ("qty", "ltq"),
      ("ask_size", "ask_qty"), ("open_interest", "oi"),
    ])
  func names(_ name: String, _ column: String) throws {
    let warnings = try Self.warnings("time,symbol,ltp,\(name)\n")
    #expect(warnings.count == 1)
    let said = column == "ltp" ? "ltp is read" : "read if named \(column)"
    #expect(warnings.first?.hasSuffix("\"\(name)\" (\(said))") == true, "\(warnings)")
  }

  @Test("times without a zone are told once, at the first", arguments: [0, 40])
  func localTimes(rowsAfter: Int) throws {
    let rows = String(repeating: "2025-02-11T10:34:45,A,1\n", count: 1 + rowsAfter)
    let csv =
      "time,symbol,ltp\n1739250283722,A,1\n2025-02-11T05:04:44Z,A,1\n" + rows
      + "1739250286000,A,1\n2025-02-12,A,1\n"
    #expect(
      try Self.warnings(csv) == [
        "day.csv:4: times without a zone are read as Indian time (UTC+05:30), such as"
          + " \"2025-02-11T10:34:45\""
      ])
    #expect(try Reading(csv: csv).ticks.count == 5 + rowsAfter)
  }

  @Test(
    "a year before 1990 says what was read, in any order of rows", arguments: [0, 40],
    [true, false])
  func earlyTimes(rowsAfter: Int, anyOrder: Bool) throws {
    let rows = String(repeating: "631152000,A,1\n", count: rowsAfter)
    let csv = "time,symbol,ltp\n173925028,A,1\n173925029,A,1\n" + rows
    let options = TickReadOptions(allowsAnyOrder: anyOrder)
    #expect(
      try Self.warnings(csv, options: options) == [
        "day.csv:2: a time before 1990, 1975-07-07T06:00:28.000+05:30: \"173925028\" was read as seconds"
          + " since 1970, as its size says (s below 10^11, ms below 10^14, µs below 10^17, else ns);"
          + " if that is wrong, write times in ms"
      ])
    #expect(try Reading(csv: csv, options: options).ticks.count == 2 + rowsAfter)
  }

  @Test("time may not go backwards where years are before 1990, either")
  func earlyBackwards() throws {
    let rows = String(repeating: "5,A,1\n", count: 40)
    let reading = try Reading(csv: "time,symbol,ltp\n\(rows)4,A,1\n\(rows)")
    #expect(reading.error?.place == .text(line: 42, column: 1))
    #expect(reading.ticks.count == 40)
  }

  @Test("a date before 1990 is told as such, beside its zone")
  func earlyDate() throws {
    #expect(
      try Self.warnings("time,symbol,ltp\n1970-01-02T09:15:00,A,1\n") == [
        "day.csv:2: times without a zone are read as Indian time (UTC+05:30), such as"
          + " \"1970-01-02T09:15:00\"",
        "day.csv:2: a time before 1990, 1970-01-02T09:15:00.000+05:30, was read from"
          + " \"1970-01-02T09:15:00\"",
      ])
  }

  @Test("a recording that begins before 1990 is told, too")
  func recording() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/day.ticks"
    let file = try folder.file("time,symbol,ltp\n173925028,A,1\n173925029,A,1\n")
    _ = try TickConverter(files: [file]).writeRecording(to: path)
    #expect(
      Reading([path], batch: 1).counts.fileWarnings == [
        "\(path): a time before 1990, 1975-07-07T06:00:28.000+05:30; what it was made from may have"
          + " had another unit of time"
      ])
  }

  @Test("several files of which the same is to be said share a sentence")
  func severalFiles() throws {
    let folder = try TemporaryFolder()
    let files = try (0..<3).map {
      try folder.file("time,symbol,ltp\n2025-02-1\($0),A,1\n", named: "\($0).csv")
    }
    let other = try folder.file("time,symbol,ltp,price\n1739250283722,A,1,1\n", named: "other.csv")
    #expect(
      Reading(files + [other]).counts.fileWarnings == [
        "\(files[0]):2 (and 2 more files): times without a zone are read as Indian time (UTC+05:30),"
          + " such as \"2025-02-10\"",
        "\(other):1: columns that look like prices or sizes are not read: \"price\" (ltp is read)",
      ])
  }
}
