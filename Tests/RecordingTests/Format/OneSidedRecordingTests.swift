import Market
import Money
import Recording
import Testing

@Suite("Recordings of one-sided quotes and of indexes")
struct OneSidedRecordingTests {
  /// Bid, ask and ltp of a tick, and what is read of a tick of a share and of an index.
  static let quotes: [(written: [Int64], share: [Int64]?, index: [Int64]?)] = [
    ([0, 2, 1], [0, 2, 1], [1, 1, 1]), ([2, 0, 1], [2, 0, 1], [1, 1, 1]),
    ([0, 0, 1], [0, 0, 1], [1, 1, 1]), ([3, 2, 1], [3, 2, 1], [1, 1, 1]),
    ([1, 1, 1], [1, 1, 1], [1, 1, 1]), ([-1, 2, 1], nil, nil), ([2, -1, 1], nil, nil),
    ([0, 2, 0], nil, nil), ([1, 1, 0], nil, nil), ([1, 1, -1], nil, nil),
    ([.min, 2, 1], nil, nil), ([2, .min, 1], nil, nil),
    (
      [.max, .max, .max], [.max, .max, .max],
      [.max, .max, .max]
    ), ([.max, 0, 1], [.max, 0, 1], [1, 1, 1]),
  ]

  private static func table() -> InstrumentTable {
    var table = InstrumentTable()
    _ = table.intern("NSE:SBIN-EQ")
    _ = table.intern("NSE:NIFTY50-INDEX")
    return table
  }

  private static func tick(_ prices: [Int64], instrument: Int32) -> Tick {
    Tick(
      time: EventTime(nanoseconds: 1_739_250_283_722_000_000),
      instrument: InstrumentID(index: instrument), bid: Price(micros: prices[0]),
      ask: Price(micros: prices[1]), ltp: Price(micros: prices[2]))
  }

  @Test("a writer takes zero sides, and nothing below", arguments: quotes)
  func writer(_ example: (written: [Int64], share: [Int64]?, index: [Int64]?)) throws {
    let folder = try TemporaryFolder()
    let writer = try RecordingWriter(creating: folder.path + "/day.ticks")
    let tick = Self.tick(example.written, instrument: 0)
    if example.share != nil {
      try writer.append(tick, of: Self.table())
    } else {
      #expect(throws: RecordingError.self) { try writer.append(tick, of: Self.table()) }
    }
  }

  /// The prices are put into the file's bytes behind right checksums, so that readers see any.
  @Test(
    "every way of reading takes zero sides and quotes indexes at their ltp",
    arguments: quotes, RecordWidth.allCases)
  func readers(
    _ example: (written: [Int64], share: [Int64]?, index: [Int64]?), width: RecordWidth
  ) throws {
    let folder = try TemporaryFolder()
    for (instrument, expected) in [(Int32(0), example.share), (1, example.index)] {
      let path = folder.path + "/day.ticks"
      // Both symbols are known, so that the loops that mind indexes meet shares, too.
      let ticks = [1, 0, instrument, instrument, 0].map { Self.tick([1, 1, 1], instrument: $0) }
      let writer = try RecordingWriter(
        creating: path, flushInterval: RecordingWriter.neverFlush, width: width, replacing: true)
      for tick in ticks { try writer.append(tick, of: Self.table()) }
      try writer.close()
      var bytes = try FileBytes.read(path)
      // Before the mark of the end and the last tick lie the two that are changed.
      for place in [bytes.count - 4 * width.bytes, bytes.count - 3 * width.bytes] {
        for (field, price) in example.written.enumerated() {
          for byte in 0..<8 {
            bytes[place + 16 + 8 * field + byte] = UInt8(truncatingIfNeeded: price >> (8 * byte))
          }
        }
      }
      RecordingSeal.renew(&bytes)
      let file = try folder.file(bytes, named: "changed.ticks")
      let changed = expected.map { Self.tick($0, instrument: instrument) } ?? ticks[0]
      let wanted =
        expected == nil ? Array(ticks.prefix(2)) : ticks.prefix(2) + [changed, changed, ticks[4]]
      for batch in [1, 512] {
        let reading = Reading(
          [file], registry: SymbolRegistry(declared: Self.table()), batch: batch)
        #expect(reading.ticks == wanted)
        #expect((reading.error == nil) == (expected != nil))
        if let error = reading.error { #expect(error.exitCode == 65) }
        #expect(reading.counts.crossedQuotes == 2 * (expected.map(Self.isCrossed) ?? 0))
      }
      let info = try TickFileInfo(file)
      #expect(info.counts.ticks == wanted.count)
      #expect(info.counts.crossedQuotes == 2 * (expected.map(Self.isCrossed) ?? 0))
      #expect((info.error == nil) == (expected != nil))
      let walked = Self.walk(file)
      #expect(walked == wanted.map { [$0.bid.micros, $0.ask.micros, $0.ltp.micros] })
    }
  }

  private static func isCrossed(_ prices: [Int64]) -> Int {
    prices[1] > 0 && prices[0] > prices[1] ? 1 : 0
  }

  /// The prices of all ticks, read where they lie.
  private static func walk(_ file: String) -> [[Int64]] {
    var prices: [[Int64]] = []
    do throws(RecordingError) {
      try RecordingReader(file).forEach { run in
        for tick in run { prices.append([tick.bid.micros, tick.ask.micros, tick.ltp.micros]) }
      } entry: { entry in
        guard case .tick(let tick) = entry else { return }
        prices.append([tick.bid.micros, tick.ask.micros, tick.ltp.micros])
      }
    } catch {
      // What came before the fault counts.
    }
    return prices
  }
}
