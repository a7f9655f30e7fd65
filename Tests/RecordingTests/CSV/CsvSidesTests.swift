import Market
import Money
import Recording
import Testing

@Suite("CSV with one-sided quotes")
struct CsvSidesTests {
  /// A row below `time,symbol,bid,ask,ltp,volume`, and the bid, ask and ltp that are read.
  static let rows: [(row: String, prices: [Int64])] = [
    ("2,A,0,2,1,0", [0, 2, 1]), ("2,A,,2,1,0", [0, 2, 1]), ("2,A,0.000000,2,1,0", [0, 2, 1]),
    ("2,A,3,0,1,0", [3, 0, 1]), ("2,A,3,,1,0", [3, 0, 1]), ("2,A,3,0.00,1,0", [3, 0, 1]),
    ("2,A,0,0,1,0", [0, 0, 1]), ("2,A,,,1,0", [0, 0, 1]), ("2,A,0,,1,0", [0, 0, 1]),
    ("2,A,1,3,,0", [1, 3, 2]), ("2,A,5,3,1,0", [5, 3, 1]),
    ("2,NSE:NIFTY50-INDEX,5,6,1,0", [1, 1, 1]), ("2,NSE:NIFTY50-INDEX,,,1,0", [1, 1, 1]),
    ("2,NSE:NIFTY50-INDEX,0,6,1,0", [1, 1, 1]), ("2,NSE:NIFTY50-INDEX,1,3,,0", [2, 2, 2]),
    ("2,-INDEX,5,6,1,0", [1, 1, 1]), ("2,INDEX,5,6,1,0", [5, 6, 1]),
    ("2,NSE:X-INDEX-EQ,5,6,1,0", [5, 6, 1]),
    ("2,NSE:AN-INDEX-OF-MORE-THAN-THIRTY-TWO-INDEX,5,6,1,0", [1, 1, 1]),
  ]

  /// Followed by more rows or not, a row takes the fast path or not.
  @Test("a side of 0 stays 0, an index is quoted at its ltp", arguments: rows, [0, 1, 40])
  func row(_ example: (row: String, prices: [Int64]), rowsAround: Int) throws {
    let before = String(repeating: "1,A,1,2,1,0\n1,NSE:NIFTY50-INDEX,1,1,1,0\n", count: rowsAround)
    let after = String(repeating: "3,A,1,2,1,0\n", count: rowsAround)
    let csv = "time,symbol,bid,ask,ltp,volume\n\(before)\(example.row)\n\(example.row)\n\(after)"
    let reading = try Reading(csv: csv)
    #expect(reading.error == nil)
    for tick in reading.ticks[(2 * rowsAround)...].prefix(2) {
      let prices = [tick.bid, tick.ask, tick.ltp].map(\.micros)
      #expect(prices == example.prices.map { $0 * 1_000_000 })
    }
    let isCrossed = example.prices[1] > 0 && example.prices[0] > example.prices[1]
    #expect(reading.counts.crossedQuotes == (isCrossed ? 2 : 0))
  }

  @Test("without columns bid and ask both sides are the ltp", arguments: [0, 40])
  func noColumns(rowsAfter: Int) throws {
    let rows = String(repeating: "1,A,2\n", count: 1 + rowsAfter)
    let reading = try Reading(csv: "time,symbol,ltp\n" + rows)
    #expect(reading.ticks.allSatisfy { $0.bid == $0.ltp && $0.ask == $0.ltp })
    #expect(reading.ticks.count == 1 + rowsAfter)
  }

  @Test("without a column ltp both sides are needed", arguments: ["1,A,0,2", "1,A,2,", "1,A,0,0"])
  func noLtp(_ row: String) throws {
    let after = String(repeating: "1,A,1,2\n", count: 40)
    for csv in ["time,symbol,bid,ask\n\(row)\n", "time,symbol,bid,ask\n\(row)\n\(after)"] {
      let error = try #require(try Reading(csv: csv).error)
      #expect(error.exitCode == 65)
      #expect(error.place == .text(line: 2, column: row == "1,A,2," ? 7 : 5))
    }
  }

  @Test("a file of an index is quoted at its ltp, whatever it says", arguments: [0, 40])
  func fixedIndex(rowsAfter: Int) throws {
    let rows = String(repeating: "1,5,,2\n", count: 1 + rowsAfter)
    let reading = try Reading(
      csv: "time,bid,ask,ltp\n" + rows, options: TickReadOptions(symbol: "NSE:NIFTY50-INDEX"))
    #expect(reading.error == nil)
    #expect(reading.ticks.allSatisfy { $0.bid == $0.ltp && $0.ask == $0.ltp })
  }

  @Test(
    "an index without an ltp is quoted at the middle, fixed or in a column", arguments: [0, 40])
  func indexMiddle(rowsAfter: Int) throws {
    let rows = String(repeating: "1,1,3\n", count: 1 + rowsAfter)
    let fixed = try Reading(
      csv: "time,bid,ask\n" + rows, options: TickReadOptions(symbol: "NSE:NIFTY50-INDEX"))
    let named = try Reading(
      csv: "symbol,time,bid,ask\n"
        + String(repeating: "NSE:NIFTY50-INDEX,1,1,3\n", count: 1 + rowsAfter))
    for tick in fixed.ticks + named.ticks {
      #expect([tick.bid, tick.ask, tick.ltp].map(\.micros) == [2_000_000, 2_000_000, 2_000_000])
    }
    #expect(fixed.ticks.count + named.ticks.count == 2 + 2 * rowsAfter)
  }

  @Test(
    "only one of the columns bid and ask is refused, with a sentence",
    arguments: ["time,symbol,bid,ltp", "time,symbol,ask,ltp", "time,symbol,ask"])
  func oneColumn(_ header: String) throws {
    let error = try #require(try Reading(csv: header + "\n1,A,1,1\n").error)
    #expect(error.exitCode == 65)
    let isBid = header.contains("bid")
    #expect(
      error.description.contains(
        "expected a column \(isBid ? "ask beside bid" : "bid beside ask"), or neither: then both sides"
          + " are the ltp, found \"\(header)\""))
  }
}
