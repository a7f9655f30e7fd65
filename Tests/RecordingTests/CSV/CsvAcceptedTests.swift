import Market
import Money
import Recording
import Testing

@Suite("CSV that is accepted")
struct CsvAcceptedTests {
  /// A case: what the file says, and what is read from it.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let csv: String
    let lines: [String]
    var testDescription: String { name }

    init(_ name: String, _ csv: String, _ lines: [String]) {
      self.name = name
      self.csv = csv
      self.lines = lines
    }
  }

  static let cases = [
    Case(
      "all columns",
      "time,symbol,bid,ask,ltp,volume,ltq,bid_qty,ask_qty,oi\n1381239000065,A,1.5,2,1.75,9,8,7,6,5\n",
      ["1381239000065000000 A 1.50 2.00 1.75 9 8 7 6 5"]),
    Case(
      "any order", "oi,ltp,ask,symbol,bid,time\n5,1.75,2,A,1.5,1381239000065\n",
      ["1381239000065000000 A 1.50 2.00 1.75 0 -1 -1 -1 5"]),
    Case(
      "last is ltp", "time,symbol,last\n1381239000065,A,1.75\n",
      ["1381239000065000000 A 1.75 1.75 1.75 0 -1 -1 -1 -1"]),
    Case(
      "ltp from the mid", "time,symbol,bid,ask\n1381239000065,A,1,2\n",
      ["1381239000065000000 A 1.00 2.00 1.50 0 -1 -1 -1 -1"]),
    Case(
      "an odd mid rounds half up", "time,symbol,bid,ask\n1381239000065,A,0.000001,0.000002\n",
      ["1381239000065000000 A 0.000001 0.000002 0.000002 0 -1 -1 -1 -1"]),
    Case(
      "the mid of the largest prices",
      "time,symbol,bid,ask\n1381239000065,A,9223372036854.775807,9223372036854.775806\n",
      [
        "1381239000065000000 A 9223372036854.775807 9223372036854.775806"
          + " 9223372036854.775807 0 -1 -1 -1 -1"
      ]),
    Case(
      "an empty ltp is the middle",
      "time,symbol,bid,ask,ltp\n1381239000065,A,1,2,\n1381239000065,A,1,3,\n",
      [
        "1381239000065000000 A 1.00 2.00 1.50 0 -1 -1 -1 -1",
        "1381239000065000000 A 1.00 3.00 2.00 0 -1 -1 -1 -1",
      ]),
    Case(
      "empty quantities are unknown, an empty volume is 0",
      "time,symbol,ltp,volume,ltq,oi\n1381239000065,A,2,,,\n",
      ["1381239000065000000 A 2.00 2.00 2.00 0 -1 -1 -1 -1"]),
    Case(
      "seconds, ms, µs, ns by magnitude",
      "time,symbol,ltp\n0,A,1\n99,A,1\n1381239000,A,1\n1381239000065,A,1\n"
        + "1381239000065001,A,1\n1381239000065001002,A,1\n",
      [
        "0 A", "99000000000 A", "1381239000000000000 A", "1381239000065000000 A",
        "1381239000065001000 A", "1381239000065001002 A",
      ].map { $0 + " 1.00 1.00 1.00 0 -1 -1 -1 -1" }),
    Case(
      "ISO 8601, Indian without a zone",
      "time,symbol,ltp\n2025-02-11,A,1\n2025-02-11T10:34,A,1\n2025-02-11 10:34:43,A,1\n"
        + "2025-02-11T05:04:43.722Z,A,1\n2025-02-11T10:34:43.722000001+05:30,A,1\n"
        + "2025-02-11T05:04:44-0000,A,1\n2025-02-11T15:04:44+10,A,1\n",
      [
        "1739212200000000000 A", "1739250240000000000 A", "1739250283000000000 A",
        "1739250283722000000 A", "1739250283722000001 A", "1739250284000000000 A",
        "1739250284000000000 A",
      ].map { $0 + " 1.00 1.00 1.00 0 -1 -1 -1 -1" }),
    Case(
      "CRLF, a byte order mark, no last newline",
      "\u{feff}time,symbol,ltp\r\n1381239000065,A,1\r\n1381239000066,A,2",
      [
        "1381239000065000000 A 1.00 1.00 1.00 0 -1 -1 -1 -1",
        "1381239000066000000 A 2.00 2.00 2.00 0 -1 -1 -1 -1",
      ]),
    Case(
      "unknown columns", "x,time,exchange,symbol,ltp,\n?,1381239000065,é NSE,A,1,\n",
      ["1381239000065000000 A 1.00 1.00 1.00 0 -1 -1 -1 -1"]),
    Case("a header alone", "time,symbol,ltp\n", []),
    Case("a header alone without its newline", "time,symbol,ltp", []),
    Case(
      "equal times keep their order", "time,symbol,ltp\n5,B,1\n5,A,2\n5,B,3\n",
      [
        "5000000000 B 1.00 1.00 1.00 0 -1 -1 -1 -1", "5000000000 A 2.00 2.00 2.00 0 -1 -1 -1 -1",
        "5000000000 B 3.00 3.00 3.00 0 -1 -1 -1 -1",
      ]),
    Case(
      "leading zeros, six decimals, blanks inside a symbol",
      "time,symbol,ltp\n0001,NIFTY 50,007.000001\n",
      ["1000000000 NIFTY 50 7.000001 7.000001 7.000001 0 -1 -1 -1 -1"]),
  ]

  @Test("a file is read as the fine print says", arguments: cases)
  func accepted(_ example: Case) throws {
    let reading = try Reading(csv: example.csv)
    #expect(reading.error == nil)
    #expect(reading.lines == example.lines)
    #expect(reading.counts.ticks == example.lines.count)
  }

  @Test("crossed quotes are counted, locked ones and one-sided ones are not")
  func crossedQuotes() throws {
    let rows = "1,A,2,1,\n2,A,1,1,\n3,A,3,2,\n4,A,3,0,2\n5,A,0,3,2\n6,A,3,,2\n"
    let reading = try Reading(
      csv: "time,symbol,bid,ask,ltp\n" + rows + String(repeating: "7,A,3,,2\n", count: 40))
    #expect(reading.error == nil)
    #expect(reading.counts.crossedQuotes == 2)
    #expect(reading.counts.ticks == 46)
  }

  @Test("a fixed symbol stands for the column")
  func fixedSymbol() throws {
    let options = TickReadOptions(symbol: "NSE:SBIN-EQ")
    let reading = try Reading(csv: "time,ltp\n1,2\n", options: options)
    #expect(reading.symbols == ["NSE:SBIN-EQ"])
  }

  @Test("from is inclusive, to is exclusive, and neither side counts")
  func range() throws {
    let options = TickReadOptions(
      from: EventTime(nanoseconds: 2_000_000_000), to: EventTime(nanoseconds: 4_000_000_000))
    let rows = (0..<6).map { "\($0),A,2,1,1" }.joined(separator: "\n")
    let reading = try Reading(csv: "time,symbol,bid,ask,ltp\n\(rows)\n", options: options)
    #expect(reading.ticks.map(\.time.nanoseconds) == [2_000_000_000, 3_000_000_000])
    #expect(reading.counts.ticks == 2)
    #expect(reading.counts.crossedQuotes == 2)
  }

  @Test("bad rows are counted when they are to be skipped, long lines too")
  func skippedRows() throws {
    let long = String(repeating: "x", count: 3 << 20)
    let csv = "time,symbol,ltp\n1,A,1\n2,A,nan\n\(long)\n3,A,,\n4,A,2\n\(long)"
    let reading = try Reading(csv: csv, options: TickReadOptions(skipsBadRows: true))
    #expect(reading.error == nil)
    #expect(reading.ticks.map(\.ltp.micros) == [1_000_000, 2_000_000])
    #expect(reading.counts.skippedRows == 4)
  }

  @Test(
    "values of --from and --to are ISO dates and times",
    arguments: [
      ("2025-02-11", 1_739_212_200_000_000_000 as Int64?),
      ("2025-02-11T10:34:43.722+05:30", 1_739_250_283_722_000_000),
      ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", nil), ("2262-04-13", nil),
      ("2025-02-30", nil), ("2025-2-1", nil), ("", nil), ("1739212200", nil), ("today", nil),
      ("2025-02-11T24:00", nil), ("2025-02-11T10:34:43.", nil),
      ("2025-02-11T10:34:43.0000000001", nil),
      ("2025-02-11T10:34:60", nil), ("2025-02-11T10:34:43+0530 ", nil), ("2025-02-11T", nil),
      ("2025-02-11T10:34:43+24:00", nil), ("2025-02-11T10", nil),
    ])
  func rangeText(_ text: String, _ nanoseconds: Int64?) {
    #expect(TimeRangeText.parse(text)?.nanoseconds == nanoseconds)
  }
}
