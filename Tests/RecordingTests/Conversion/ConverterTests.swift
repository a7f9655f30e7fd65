import Foundation
import Market
import Money
import Recording
import TestSupport
import Testing

@Suite("Conversion")
struct ConverterTests {
  /// Texts that come back byte by byte.
  private static let faithful = [
    "time,symbol,bid,ask,ltp,volume\n",
    "time,symbol,bid,ask,ltp,volume\n1381239000065,A,1.50,2.00,1.75,9\n",
    "time,symbol,bid,ask,ltp,volume,ltq,bid_qty,ask_qty,oi\n1381239000065,A,1.50,2.00,1.75,9,1,,0,4\n",
    "time,symbol,ltp\n1381239000,A,5\n1381239001,B,5.5\n",
    "time,symbol,ltp\n1381239000000001,A,5.000\n1381239000000002,B,5.1234\n",
    "time,symbol,ltp\n1381239000000000001,A,5.0\n1381239000000000002,é,5.05\n",
    "oi,last,symbol,time\n7,5,A,1381239000065\n,6,A,1381239000065\n",
    "ask,bid,symbol,time\n2,1,A,1381239000065\n",
    "time,symbol,ltp\n0,A,5\n100000000,A,5\n",
    "time,symbol,bid,ask,ltp\n1381239000065,A,,2.50,2.25\n1381239000066,A,2.50,,2.25\n",
    "time,symbol,bid,ask,ltp\n1381239000065,A,,,2.25\n1381239000066,A,2.50,2.75,2.50\n",
    "time,symbol,bid,ask,ltp\n1381239000065,NSE:X-INDEX,2.25,2.25,2.25\n",
    "time,symbol,ltp,volume\n9223372036854775807,A,9223372036854.775807,9223372036854775807\n",
  ]

  @Test("CSV to recording and back gives the same bytes", arguments: faithful)
  func roundTrip(_ csv: String) throws {
    let folder = try TemporaryFolder()
    let ticks = folder.path + "/day.ticks"
    let back = folder.path + "/back.csv"
    let first = try TickConverter(files: [try folder.file(csv)]).writeRecording(to: ticks)
    let second = try TickConverter(files: [ticks]).writeCSV(to: back)
    #expect(first.ticks == second.ticks)
    #expect(String(decoding: try FileBytes.read(back), as: UTF8.self) == csv)
  }

  @Test(
    "so do the recorded days",
    arguments: [
      "ibm_20131008.csv.gz", "nse_nifty50_index_202502.csv",
    ])
  func recordedDays(_ name: String) throws {
    let folder = try TemporaryFolder()
    let ticks = folder.path + "/day.ticks"
    let back = folder.path + "/back.csv"
    let plain = folder.path + "/plain.csv"
    let source = Examples.path(name)
    _ = try TickConverter(files: [source]).writeRecording(to: ticks)
    _ = try TickConverter(files: [ticks]).writeCSV(to: back)
    _ = try TickConverter(files: [source]).writeCSV(to: plain)
    let bytes = try FileBytes.read(back)
    #expect(bytes == (try FileBytes.read(plain)))
    if name.hasSuffix(".gz") {
      #expect(Reading([back], batch: 512).ticks == Reading([source], batch: 512).ticks)
    } else {
      #expect(bytes == (try FileBytes.read(source)))
    }
  }

  @Test(
    "random ticks survive both ways", arguments: 0..<20 as Range<UInt64>, RecordWidth.allCases)
  func ticks(seed: UInt64, width: RecordWidth) throws {
    var generator = SplitMix64(seed: seed)
    let folder = try TemporaryFolder()
    let (ticks, table) = Sample.ticks(
      Int.random(in: 1...600, using: &generator), indexes: Int(seed % 2), width: width,
      using: &generator)
    let first = folder.path + "/first.ticks"
    let csv = folder.path + "/day.csv"
    let second = folder.path + "/second.ticks"
    try Sample.record(ticks, of: table, to: first, width: width)
    _ = try TickConverter(files: [first]).writeCSV(to: csv)
    _ = try TickConverter(files: [csv]).writeRecording(to: second)
    let reading = Reading([second], registry: SymbolRegistry(declared: table))
    #expect(reading.error == nil, "seed \(seed)")
    #expect(reading.ticks == ticks, "seed \(seed)")
  }

  @Test("unordered rows are sorted, stably, with little memory", arguments: 0..<20 as Range<UInt64>)
  func sorting(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let folder = try TemporaryFolder()
    let count = Int.random(in: 0...500, using: &generator)
    let times = (0..<count).map { _ in Int.random(in: 0...50, using: &generator) }
    let rows = times.enumerated().map { "\($1),A,\($0 + 1)\n" }
    let file = try folder.file("time,symbol,ltp\n" + rows.joined())
    var converter = TickConverter(files: [file], sorts: true)
    converter.ticksInMemory = Int.random(in: 1...600, using: &generator)
    let output = folder.path + "/sorted.csv"
    #expect(try converter.writeCSV(to: output).ticks == count, "seed \(seed)")
    let order = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
    let expected = "time,symbol,ltp\n" + order.map { rows[$0] }.joined()
    #expect(String(decoding: try FileBytes.read(output), as: UTF8.self) == expected, "seed \(seed)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.sorted() == ["day.csv", "sorted.csv"])
  }

  @Test("a symbol given for the file gets a column")
  func fixedSymbol() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("time,ltp\n1,2\n")
    let output = folder.path + "/out.csv"
    let options = TickReadOptions(symbol: "A")
    _ = try TickConverter(files: [file], options: options).writeCSV(to: output)
    #expect(
      String(decoding: try FileBytes.read(output), as: UTF8.self) == "time,symbol,ltp\n1,A,2\n")
  }

  @Test("a side of 0 is written as an empty cell, and a symbol given for one file gets a column")
  func zeroSides() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("time,bid,ask,ltp\n1,0,2.50,2.40\n2,2.35,0.00,2.40\n3,0,,2.40\n")
    var options = TickReadOptions()
    options.fileSymbols = try FileSymbols(["day.csv=A"], files: [file])
    let output = folder.path + "/out.csv"
    _ = try TickConverter(files: [file], options: options).writeCSV(to: output)
    #expect(
      String(decoding: try FileBytes.read(output), as: UTF8.self) == """
        time,symbol,bid,ask,ltp
        1,A,,2.50,2.40
        2,A,2.35,,2.40
        3,A,,,2.40

        """)
    #expect(Reading([output]).ticks == Reading([file], options: options).ticks)
  }

  @Test("a side is not lost where the style of a recording has no column ltp")
  func zeroSideBesideNoLtp() throws {
    let folder = try TemporaryFolder()
    let ticks = folder.path + "/day.ticks"
    let output = folder.path + "/out.csv"
    var table = InstrumentTable()
    // The middle of nothing and 2.00 would be 1.00: it must not be taken for one.
    let tick = Tick(
      time: EventTime(nanoseconds: 1_000_000_000), instrument: table.intern("A"), bid: .zero,
      ask: Price(micros: 2_000_000), ltp: Price(micros: 1_000_000))
    let writer = try RecordingWriter(
      creating: ticks, metadata: [("csv.columns", "time,symbol,bid,ask")])
    try writer.append(tick, of: table)
    try writer.close()
    _ = try TickConverter(files: [ticks]).writeCSV(to: output)
    #expect(Reading([output]).ticks == [tick])
  }

  @Test("times before 1973 that are finer than a second are written as dates")
  func earlyTimes() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("time,symbol,ltp\n1970-01-01T05:30:00.000000001,A,2\n")
    let output = folder.path + "/out.csv"
    _ = try TickConverter(files: [file]).writeCSV(to: output)
    #expect(Reading([output]).ticks.map(\.time.nanoseconds) == [1])
  }

  @Test("an existing file is not overwritten, and a failed conversion leaves nothing")
  func output() throws {
    let folder = try TemporaryFolder()
    let bad = try folder.file("time,symbol,ltp\n2,A,1\n1,A,1\n")
    let output = folder.path + "/out.ticks"
    #expect(throws: RecordingError.self) {
      try TickConverter(files: [bad]).writeRecording(to: output)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names == ["day.csv"])
    let taken = try folder.file("mine", named: "taken")
    do {
      _ = try TickConverter(files: [bad], sorts: true).writeRecording(to: taken)
      Issue.record("it was overwritten")
    } catch {
      #expect(error.exitCode == 74)
    }
    _ = try TickConverter(files: [bad], sorts: true, replaces: true).writeRecording(to: taken)
    #expect(Reading([taken]).ticks.count == 2)
  }
}
