import Market
import Money
import Recording
import TestSupport
import Testing

@Suite("Recordings, written and read")
struct RecordingRoundTripTests {
  @Test(
    "ticks come back as they were", arguments: 0..<30 as Range<UInt64>, RecordWidth.allCases)
  func ticks(seed: UInt64, width: RecordWidth) throws {
    var generator = SplitMix64(seed: seed)
    let folder = try TemporaryFolder()
    let count = Int.random(in: 0...1_500, using: &generator)
    let (ticks, table) = Sample.ticks(
      count, indexes: Int(seed % 3), width: width, using: &generator)
    let path = folder.path + "/day.ticks"
    let flushEvery =
      Bool.random(using: &generator) ? Int.random(in: 1...50, using: &generator) : nil
    try Sample.record(ticks, of: table, to: path, flushEvery: flushEvery, width: width)
    let reading = Reading(
      [path], registry: SymbolRegistry(declared: table),
      batch: Int.random(in: 1...600, using: &generator))
    #expect(reading.error == nil, "seed \(seed)")
    #expect(reading.ticks == ticks, "seed \(seed)")
    #expect(reading.counts.ticks == count)
    #expect(
      reading.counts.crossedQuotes == ticks.count(where: Sample.isCrossed), "seed \(seed)")
    #expect(reading.counts.damage.isEmpty)
  }

  @Test(
    "a range is cut out of a recording", arguments: 0..<30 as Range<UInt64>, RecordWidth.allCases)
  func range(seed: UInt64, width: RecordWidth) throws {
    var generator = SplitMix64(seed: seed)
    let folder = try TemporaryFolder()
    let (ticks, table) = Sample.ticks(1_200, width: width, using: &generator)
    let path = folder.path + "/day.ticks"
    try Sample.record(ticks, of: table, to: path, width: width)
    let span = (ticks[0].time.nanoseconds - 5)...(ticks[1_199].time.nanoseconds + 5)
    var options = TickReadOptions()
    if Int.random(in: 0..<4, using: &generator) > 0 {
      options.from = EventTime(nanoseconds: Int64.random(in: span, using: &generator))
    }
    if Int.random(in: 0..<4, using: &generator) > 0 {
      options.to = EventTime(nanoseconds: Int64.random(in: span, using: &generator))
    }
    let reading = Reading([path], options: options, registry: SymbolRegistry(declared: table))
    let expected = ticks.filter { tick in
      (options.from.map { tick.time >= $0 } ?? true) && (options.to.map { tick.time < $0 } ?? true)
    }
    #expect(reading.ticks == expected, "seed \(seed)")
    #expect(
      reading.counts.crossedQuotes == expected.count(where: Sample.isCrossed), "seed \(seed)")
  }

  @Test("symbols get the session's ids, known or new, also in the middle of a file")
  func symbols() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/day.ticks"
    var table = InstrumentTable()
    let writer = try RecordingWriter(creating: path)
    for index in 0..<400 {
      let id = table.intern("S\(index)")
      var tick = Tick.blank
      tick.time = EventTime(nanoseconds: Int64(index))
      tick.instrument = id
      tick.bid = Price(micros: 1)
      tick.ask = tick.bid
      tick.ltp = tick.bid
      try writer.append(tick, of: table)
    }
    try writer.close()
    var declared = InstrumentTable()
    _ = declared.intern("S399")
    let registry = SymbolRegistry(declared: declared)
    let reading = Reading([path], registry: registry)
    #expect(reading.symbols == (0..<400).map { "S\($0)" })
    #expect(reading.ticks.count { registry.isDeclared($0.instrument) } == 1)
  }

  @Test("all kinds of entries come back in their order", arguments: RecordWidth.allCases)
  func entries(_ width: RecordWidth) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/day.ticks"
    var generator = SplitMix64(seed: 1)
    let (ticks, table) = Sample.ticks(600, width: width, using: &generator)
    var expected: [RecordedEntry] = [.metadata(key: "session", value: "a=b")]
    let writer = try RecordingWriter(
      creating: path, metadata: [("session", "a=b")], width: width)
    for (index, tick) in ticks.enumerated() {
      try writer.append(tick, of: table)
      expected.append(.tick(tick))
      if index % 7 == 0 {
        let size = [0, 1, 64, 65, 1_000, RecordedEvent.payloadBytesMax][index / 7 % 6]
        let payload = (0..<size).map { UInt8(truncatingIfNeeded: $0 * 31 + index) }
        let event = RecordedEvent(time: tick.time, code: UInt32(index), payload: payload)
        try writer.append(event)
        expected.append(.event(event))
      }
      if index % 11 == 0 {
        let gap = RecordedGap(
          start: ticks[0].time, end: tick.time,
          instrument: index % 2 == 0 ? nil : tick.instrument, reason: .disconnected,
          lostTicks: index % 3 == 0 ? nil : 7)
        try writer.append(gap, of: table)
        expected.append(.gap(gap))
      }
    }
    try writer.append(metadata: "ä", String(repeating: "ö", count: 100))
    expected.append(.metadata(key: "ä", value: String(repeating: "ö", count: 100)))
    try writer.close()
    expected.append(.end)

    let reader = try RecordingReader(path, registry: SymbolRegistry(declared: table))
    var entries: [RecordedEntry] = []
    while let entry = try reader.next() { entries.append(entry) }
    #expect(entries == expected)
    #expect(reader.width == width)
    let reading = Reading([path], registry: SymbolRegistry(declared: table))
    #expect(reading.ticks == ticks)
    #expect(reading.counts.gaps == 55)
  }

  @Test(
    "a recording can be gone on with, in pieces, as if it had been written at once",
    arguments: RecordWidth.allCases)
  func appending(_ width: RecordWidth) throws {
    let folder = try TemporaryFolder()
    var generator = SplitMix64(seed: 2)
    let (ticks, table) = Sample.ticks(1_000, symbols: 9, width: width, using: &generator)
    let path = folder.path + "/day.ticks"
    try Sample.record(Array(ticks[..<100]), of: table, to: path, width: width)
    for piece in stride(from: 100, to: 1_000, by: 300) {
      let writer = try RecordingWriter(appendingTo: path)
      #expect(writer.repaired == nil)
      #expect(writer.width == width)
      #expect(writer.tickCount == Int64(piece))
      for tick in ticks[piece..<piece + 300] { try writer.append(tick, of: table) }
      try writer.close()
    }
    let reading = Reading([path], registry: SymbolRegistry(declared: table))
    #expect(reading.error == nil)
    #expect(reading.ticks == ticks)
  }

  @Test("a block is written when the time of entries says so, not only when it is full")
  func flushPolicy() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/day.ticks"
    var table = InstrumentTable()
    let id = table.intern("A")
    let writer = try RecordingWriter(creating: path, flushInterval: 1_000)
    let price = Price(micros: 1)
    for (time, ticksOnDisk) in [(5_000, 0), (5_999, 0), (6_000, 2), (6_001, 2), (7_000, 4)] {
      try writer.append(
        Tick(
          time: EventTime(nanoseconds: Int64(time)), instrument: id, bid: price, ask: price,
          ltp: price), of: table)
      #expect(Reading([path]).ticks.count == ticksOnDisk)
    }
    try writer.flush()
    #expect(Reading([path]).ticks.count == 5)
  }

  @Test("a writer refuses what a reader would")
  func refusals() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/day.ticks"
    var generator = SplitMix64(seed: 3)
    let (ticks, table) = Sample.ticks(2, using: &generator)
    let writer = try RecordingWriter(creating: path)
    try writer.append(ticks[1], of: table)
    var bad = ticks[1]
    bad.time = EventTime(nanoseconds: bad.time.nanoseconds - 1)
    #expect(throws: RecordingError.self) { try writer.append(bad, of: table) }
    for change: (inout Tick) -> Void in [
      { $0.bid = Price(micros: -1) }, { $0.ask = Price(micros: -1) }, { $0.ltp = .zero },
      { $0.volume = -1 },
      { $0.openInterest = -2 },
    ] {
      var tick = ticks[1]
      change(&tick)
      #expect(throws: RecordingError.self) { try writer.append(tick, of: table) }
    }
    #expect(throws: RecordingError.self) { try RecordingWriter(creating: path) }
    #expect(throws: RecordingError.self) { try RecordingWriter(appendingTo: path) }
    try writer.close()
    #expect(throws: RecordingError.self) { try writer.append(ticks[1], of: table) }
    #expect(Reading([path]).ticks.count == 1)
  }

  @Test("CSV and recordings are merged, and a recording knows its symbols")
  func merge() throws {
    let folder = try TemporaryFolder()
    var generator = SplitMix64(seed: 4)
    let (ticks, table) = Sample.ticks(10, using: &generator)
    let path = folder.path + "/day.ticks"
    try Sample.record(ticks, of: table, to: path)
    let csv = try folder.file("time,symbol,ltp\n1,A,1\n")
    #expect(Reading([path, csv]).ticks.count == 11)
    let error = Reading([path], options: TickReadOptions(symbol: "A")).error
    #expect(error?.exitCode == 64)
  }
}
