import Market
import Money
import Recording
import TestSupport
import Testing

@Suite("Widths of records")
struct RecordWidthTests {
  private static let narrow = "time,symbol,bid,ask,ltp,volume\n1,A,1.00,2.00,1.50,7\n"
  private static let traded = "time,symbol,ltp,ltq\n1,A,1.50,3\n2,A,1.50,\n"
  private static let quoted = "time,symbol,bid,ask,ask_qty\n1,A,1.00,2.00,5\n"
  private static let full = "time,symbol,ltp,oi\n1,A,1.50,\n2,B,1.60,7\n"

  private static func convert(_ files: [String], sorts: Bool = false, to path: String) throws {
    _ = try TickConverter(files: files, sorts: sorts, replaces: true).writeRecording(to: path)
  }

  @Test(
    "a conversion takes the narrowest that holds what the files have", arguments: [true, false])
  func conversion(sorts: Bool) throws {
    let folder = try TemporaryFolder()
    let narrow = try folder.file(Self.narrow, named: "narrow.csv")
    let traded = try folder.file(Self.traded, named: "traded.csv")
    let quoted = try folder.file(Self.quoted, named: "quoted.csv")
    let full = try folder.file(Self.full, named: "full.csv")
    let output = folder.path + "/out.ticks"
    let copy = folder.path + "/copy.ticks"
    let cases: [(files: [String], width: UInt8)] = [
      ([narrow], 48), ([traded], 56), ([quoted], 72), ([full], 80), ([narrow, traded], 56),
      ([quoted, narrow], 72), ([narrow, full], 80),
    ]
    for (files, width) in cases {
      try Self.convert(files, sorts: sorts, to: output)
      #expect(try FileBytes.read(output)[14] == width)
      #expect(Reading([output]).lines == Reading(files).lines)
      try Self.convert([output], sorts: sorts, to: copy)
      #expect(try FileBytes.read(copy)[14] == width)
      #expect(Reading([copy]).lines == Reading(files).lines)
      #expect(try TickFileInfo(copy).recording?.width.bytes == Int(width))
    }
  }

  @Test("a recording refuses what its records have no room for", arguments: RecordWidth.allCases)
  func refusal(_ width: RecordWidth) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/day.ticks"
    var generator = SplitMix64(seed: 3)
    let (ticks, table) = Sample.ticks(2, width: width, using: &generator)
    let writer = try RecordingWriter(creating: path, width: width)
    try writer.append(ticks[0], of: table)
    let fields = [\Tick.lastQuantity, \.bidQuantity, \.askQuantity, \.openInterest]
    for field in fields[(width.bytes / 8 - 6)...] {
      var tick = ticks[1]
      tick[keyPath: field] = 0
      #expect(throws: RecordingError.self) { try writer.append(tick, of: table) }
    }
    try writer.append(ticks[1], of: table)
    try writer.close()
    #expect(Reading([path], registry: SymbolRegistry(declared: table)).ticks == ticks)
  }

  @Test("symbols of any length fit", arguments: RecordWidth.allCases)
  func longSymbols(_ width: RecordWidth) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/day.ticks"
    let symbols = (1...SymbolRegistry.symbolBytesMax).map { String(repeating: "x", count: $0) }
    var table = InstrumentTable()
    let price = Price(micros: 1)
    let ticks = symbols.map { symbol in
      Tick(
        time: EventTime(nanoseconds: 1), instrument: table.intern(symbol), bid: price, ask: price,
        ltp: price)
    }
    try Sample.record(Array(ticks.dropLast(3)), of: table, to: path, width: width)
    let writer = try RecordingWriter(appendingTo: path)
    for tick in ticks.suffix(4) { try writer.append(tick, of: table) }
    try writer.close()
    #expect(Reading([path]).symbols == symbols.dropLast(3) + symbols.suffix(4))
  }

  @Test(
    "runs of ticks say what single entries say", arguments: RecordWidth.allCases, [0, 2])
  func runs(_ width: RecordWidth, indexes: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/day.ticks"
    var generator = SplitMix64(seed: 11)
    let (ticks, table) = Sample.ticks(
      1_300, indexes: indexes, width: width, using: &generator)
    let writer = try RecordingWriter(creating: path, width: width)
    for (index, tick) in ticks.enumerated() {
      try writer.append(tick, of: table)
      guard index % 400 == 0 else { continue }
      try writer.append(RecordedGap(start: ticks[0].time, end: tick.time), of: table)
    }
    try writer.close()
    var walked: [[Int64]] = []
    var others: [RecordedEntry] = []
    var crossed = 0
    let reader = try RecordingReader(path, registry: SymbolRegistry(declared: table))
    try reader.forEach { run in
      crossed += run.crossedQuotes
      for tick in run {
        walked.append([
          tick.time.nanoseconds, Int64(run.instrument(of: tick.symbol).index), tick.bid.micros,
          tick.ask.micros, tick.ltp.micros, tick.volume,
        ])
      }
    } entry: { entry in
      others.append(entry)
    }
    let expected = ticks.map { tick in
      [
        tick.time.nanoseconds, Int64(tick.instrument.index), tick.bid.micros, tick.ask.micros,
        tick.ltp.micros, tick.volume,
      ]
    }
    #expect(walked == expected)
    #expect(others.count == 5)
    #expect(crossed == ticks.count(where: Sample.isCrossed))
  }

  @Test(
    "a bad tick behind right checksums is an error at its place", arguments: RecordWidth.allCases)
  func badTick(_ width: RecordWidth) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/day.ticks"
    var generator = SplitMix64(seed: 12)
    let (ticks, table) = Sample.ticks(200, width: width, using: &generator)
    try Sample.record(ticks, of: table, to: path, width: width)
    var bytes = try FileBytes.read(path)
    // In the last tick, which lies before the mark of the end: the highest byte of its ltp.
    let place = bytes.count - 2 * width.bytes
    bytes[place + 39] = 0x80
    RecordingSeal.renew(&bytes)
    let bad = try folder.file(bytes, named: "bad.ticks")
    let reading = Reading([bad], registry: SymbolRegistry(declared: table), batch: 512)
    #expect(reading.error?.place == .byte(place))
    #expect(reading.ticks == Array(ticks.dropLast()))
    let info = try TickFileInfo(bad)
    #expect(info.error?.place == .byte(place))
    #expect(info.counts.ticks == 199)
  }

  @Test("recordings of the first version are read, gone on with and repaired")
  func firstVersion() throws {
    let folder = try TemporaryFolder()
    let bytes = try FirstVersion.bytes()
    let old = try folder.file(bytes, named: "old.ticks")
    let csv = try folder.file(FirstVersion.csv)
    #expect(Reading([old]).lines == Reading([csv]).lines)
    let back = folder.path + "/back.csv"
    _ = try TickConverter(files: [old]).writeCSV(to: back)
    #expect(String(decoding: try FileBytes.read(back), as: UTF8.self) == FirstVersion.csv)

    let writer = try RecordingWriter(appendingTo: old)
    #expect(writer.width == .full)
    var table = InstrumentTable()
    var tick = Reading([csv]).ticks[1]
    tick.instrument = table.intern("B")
    try writer.append(tick, of: table)
    try writer.close()
    #expect(Reading([old]).symbols == ["SIM:IBM", "SIM:IBM", "B"])

    let torn = try folder.file(Array(bytes.dropLast()), named: "torn.ticks")
    #expect(try RecordingRepair.cutTail(of: torn)?.offset == 80)
    #expect(Reading([torn]).error == nil)
  }

  @Test(
    "other versions and widths are refused",
    arguments: [(1, 48), (3, 80), (2, 64), (2, 72), (0, 80)])
  func unknownHeaders(version: UInt8, width: UInt8) throws {
    let folder = try TemporaryFolder()
    var bytes = try FirstVersion.bytes()
    bytes[8] = version
    bytes[14] = width
    RecordingSeal.renew(&bytes)
    let reading = Reading([try folder.file(bytes, named: "new.ticks")])
    #expect(reading.error?.exitCode == 65)
    #expect(reading.error?.place == .byte(0))
  }
}
