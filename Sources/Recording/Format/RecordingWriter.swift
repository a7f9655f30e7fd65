public import Market
import Money

/// Appends ticks and other entries to a recording.
///
/// Entries are gathered to blocks of some hundred and written a block at a time. What a crash of the process
/// may lose is bounded: a block is also written when the time of an entry is ``flushInterval`` behind
/// the block's first, and by ``flush()``; what a power cut may lose is bounded by
/// ``synchronize()``. With ``neverFlush``, full blocks are gathered to a MiB, too. Not thread-safe: it belongs to the thread that records.
public final class RecordingWriter {
  /// Nanoseconds of event time after which a block is written though it is not full.
  public let flushInterval: Int64
  /// How much the recording keeps of a tick.
  public let width: RecordWidth
  /// What was cut off the end of an existing recording; nil when nothing was.
  public let repaired: RecordingDamage?

  private let file: any RecordingOutput
  /// Sealed blocks that wait to be written together.
  private var waiting: [UInt8] = []
  private var block: BlockBuilder
  /// The indexes in the file of symbols, by text and by the session's ids (-1: not asked yet).
  private var indexes: [String: UInt32] = [:]
  private var indexesByID: [Int32] = []
  private var isClosed = false
  private var failure: RecordingError?

  /// The flush interval of a live recording: a second of event time.
  public static let liveFlushInterval: Int64 = 1_000_000_000
  /// The flush interval of conversions: a block is written when a MiB is full.
  ///
  /// Large writes make large pages in the system's cache, which are mapped in half the time.
  public static let neverFlush = Int64.max

  private static let waitingMax = 1 << 20

  /// Begins a new recording.
  ///
  /// - Parameters:
  ///   - path: The file; `-` is standard output.
  ///   - metadata: Named facts about the recording; keys contain no `=`.
  ///   - flushInterval: Nanoseconds of event time after which a block is written though not full.
  ///   - width: How much is kept of a tick.
  ///   - replacing: Whether an existing file is replaced; otherwise it is an error.
  /// - Throws: Why the file cannot be written.
  public convenience init(
    creating path: String, metadata: [(key: String, value: String)] = [],
    flushInterval: Int64 = RecordingWriter.liveFlushInterval, width: RecordWidth = .full,
    replacing: Bool = false
  ) throws(RecordingError) {
    try self.init(
      to: RecordingFile(creating: path, replacing: replacing), metadata: metadata,
      flushInterval: flushInterval, width: width)
  }

  /// Begins a new recording in an output that is empty.
  ///
  /// - Parameters:
  ///   - output: The output; it is the writer's from now on.
  ///   - metadata: Named facts about the recording; keys contain no `=`.
  ///   - flushInterval: Nanoseconds of event time after which a block is written though not full.
  ///   - width: How much is kept of a tick.
  /// - Throws: Why nothing can be written to it.
  public init(
    to output: any RecordingOutput, metadata: [(key: String, value: String)] = [],
    flushInterval: Int64 = RecordingWriter.liveFlushInterval, width: RecordWidth = .full
  ) throws(RecordingError) {
    self.flushInterval = flushInterval
    self.width = width
    repaired = nil
    file = output
    let checksum = try Self.writeHeader(width, to: output)
    block = BlockBuilder(
      width: width, number: 0, previousChecksum: checksum, lastTime: 0, ticks: 0, symbols: 0)
    for (key, value) in metadata { try append(metadata: key, value) }
  }

  /// Goes on with an existing recording; a damaged tail is cut first.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - flushInterval: Nanoseconds of event time after which a block is written though not full.
  /// - Throws: That the file cannot be read or written, or is damaged before its tail.
  public init(
    appendingTo path: String, flushInterval: Int64 = RecordingWriter.liveFlushInterval
  ) throws(RecordingError) {
    self.flushInterval = flushInterval
    let state = try RecordingState(of: path)
    width = state.width
    repaired = state.damage
    file = try RecordingFile(keeping: state.readableEnd, of: path)
    block = BlockBuilder(
      width: width, number: state.blockCount, previousChecksum: state.checksum,
      lastTime: state.lastTime, ticks: state.tickCount, symbols: UInt32(state.symbols.count))
    for (index, symbol) in state.symbols.enumerated() { indexes[symbol] = UInt32(index) }
  }

  deinit {
    // Closing is the caller's; here there is nobody left to tell of a failure.
    if !isClosed, failure == nil { do { try flush() } catch {} }
  }

  /// Ticks in the recording, with those not written yet.
  public var tickCount: Int64 { block.ticks }

  /// Bytes of the file.
  public var byteCount: Int { file.size + waiting.count }

  /// The time of the last entry that has one; entries to come may not be earlier.
  public var lastTime: EventTime { EventTime(nanoseconds: block.lastTime) }

  /// Appends a tick.
  ///
  /// - Parameters:
  ///   - tick: The tick, not earlier than the entry before.
  ///   - table: The instruments its id is of.
  /// - Throws: That it is no tick of a recording, or why the file cannot be written.
  public func append(_ tick: Tick, of table: InstrumentTable) throws(RecordingError) {
    guard tick.bid.micros >= 0, tick.ask.micros >= 0, tick.ltp.micros > 0, tick.volume >= 0,
      tick.lastQuantity >= Tick.unknown, tick.bidQuantity >= Tick.unknown,
      tick.askQuantity >= Tick.unknown, tick.openInterest >= Tick.unknown
    else {
      throw refusal(
        "a tick with an ltp above zero, and sides and quantities from 0",
        "bid \(tick.bid), ask \(tick.ask), ltp \(tick.ltp), or a quantity below 0")
    }
    guard width.holds(tick) else {
      throw refusal("a tick that fits into \(width.bytes) bytes", "one with more quantities")
    }
    try prepare(time: tick.time.nanoseconds)
    let index = try index(of: tick.instrument, table)
    if block.room == 0 { try finishBlock() }
    block.add(tick, symbol: index)
  }

  /// Appends a gap; its end is the time of the entry.
  ///
  /// - Parameters:
  ///   - gap: The gap.
  ///   - table: The instruments its id is of.
  /// - Throws: That it ends before it begins, or why the file cannot be written.
  public func append(_ gap: RecordedGap, of table: InstrumentTable) throws(RecordingError) {
    guard gap.start.nanoseconds >= 0, gap.start <= gap.end, (gap.lostTicks ?? 0) >= 0 else {
      throw refusal("a gap that begins before it ends", "another")
    }
    try prepare(time: gap.end.nanoseconds)
    var symbol = RecordingFormat.allSymbols
    if let instrument = gap.instrument { symbol = try index(of: instrument, table) }
    if block.room == 0 { try finishBlock() }
    let slot = block.add(.gap, time: gap.end.nanoseconds)
    slot.set(
      kind: .gap, time: gap.end.nanoseconds, symbol: symbol, length: Int(gap.reason.rawValue))
    slot.set(RecordingFormat.Offset.body, gap.start.nanoseconds)
    slot.set(RecordingFormat.Offset.body + 8, gap.lostTicks ?? -1)
  }

  /// Appends opaque bytes.
  ///
  /// - Parameter event: The event, not earlier than the entry before.
  /// - Throws: That its payload is too long, or why the file cannot be written.
  public func append(_ event: RecordedEvent) throws(RecordingError) {
    try prepare(time: event.time.nanoseconds)
    try append(.event, time: event.time.nanoseconds, symbol: event.code, payload: event.payload)
  }

  /// Appends a named fact about the recording.
  ///
  /// - Parameters:
  ///   - key: Its name, without `=`.
  ///   - value: Its value.
  /// - Throws: That it is too long or misnamed, or why the file cannot be written.
  public func append(metadata key: String, _ value: String) throws(RecordingError) {
    guard !key.isEmpty, !key.utf8.contains(UInt8(ascii: "=")) else {
      throw refusal("a metadata key without =", QuotedText.of(key.utf8, whenEmpty: "none"))
    }
    try prepare(time: block.lastTime)
    try append(
      .metadata, time: block.lastTime, symbol: 0, payload: Array("\(key)=\(value)".utf8))
  }

  /// Writes the entries that are not written yet, as a block of their own.
  ///
  /// - Throws: Why the file cannot be written; the recording then accepts nothing more.
  public func flush() throws(RecordingError) {
    try finishBlock()
    try write()
  }

  /// Writes everything, and waits until it is on the disk.
  ///
  /// - Throws: Why it is not.
  public func synchronize() throws(RecordingError) {
    try flush()
    try file.synchronize()
  }

  /// Marks the end, writes everything, and waits until it is on the disk; nothing can be appended
  /// afterwards.
  ///
  /// - Throws: Why the file cannot be written.
  public func close() throws(RecordingError) {
    guard !isClosed else { return }
    if block.room == 0 { try finishBlock() }
    let ticks = block.ticks
    let time = block.lastTime
    let slot = block.add(.end, time: time)
    slot.set(kind: .end, time: time, symbol: 0)
    slot.set(RecordingFormat.Offset.body, ticks)
    try synchronize()
    isClosed = true
  }
}

extension RecordingWriter {
  private static func writeHeader(_ width: RecordWidth, to file: any RecordingOutput)
    throws(RecordingError) -> UInt32
  {
    typealias Place = RecordingFormat.FileHeader
    let memory = UnsafeMutableRawPointer.allocate(byteCount: width.bytes, alignment: 8)
    defer { memory.deallocate() }
    let header = MutableSlot(clearing: memory, width: width)
    header.set(
      kind: .fileHeader, time: 0, symbol: RecordingFormat.version, length: width.bytes)
    for (index, byte) in RecordingFormat.magic.enumerated() { header.set(index, byte) }
    header.set(Place.priceUnits, Amount.microsPerRupee)
    header.set(Place.timeUnits, EventTime.nanosecondsPerSecond)
    header.set(Place.recordsMax, UInt32(width.recordsMax))
    let checksum = header.seal()
    try file.write(UnsafeRawBufferPointer(start: memory, count: width.bytes))
    return checksum
  }

  /// Begins the next block, when there is anything in this one.
  private func finishBlock() throws(RecordingError) {
    if let failure { throw failure }
    guard block.count > 0 else { return }
    let bytes = block.seal()
    if flushInterval == Self.neverFlush {
      waiting.append(contentsOf: bytes)
      if waiting.count >= Self.waitingMax { try write() }
    } else {
      try write(bytes)
    }
    block.startNext()
  }

  /// Writes the blocks that wait.
  private func write() throws(RecordingError) {
    guard !waiting.isEmpty else { return }
    try waiting.withUnsafeBufferPointer { (bytes) throws(RecordingError) in
      try write(UnsafeRawBufferPointer(bytes))
    }
    waiting.removeAll(keepingCapacity: true)
  }

  private func write(_ bytes: UnsafeRawBufferPointer) throws(RecordingError) {
    do throws(RecordingError) {
      try file.write(bytes)
    } catch {
      failure = error
      throw error
    }
  }

  /// Checks the time of an entry to come, and writes a block that has waited long enough.
  @inline(__always)
  private func prepare(time: Int64) throws(RecordingError) {
    if let failure { throw failure }
    guard !isClosed else { throw refusal("an open recording", "a closed one") }
    guard time >= block.lastTime else {
      throw refusal("a time from \(block.lastTime) ns on", "\(time)")
    }
    if let first = block.firstTime, time - first >= flushInterval { try flush() }
  }

  /// The index of an instrument in the file; a record defines it when it is new.
  @inline(__always)
  private func index(of id: InstrumentID, _ table: InstrumentTable) throws(RecordingError)
    -> UInt32
  {
    if id.position < indexesByID.count, indexesByID[id.position] >= 0 {
      return UInt32(bitPattern: indexesByID[id.position])
    }
    return try define(id, table[id].symbol)
  }

  private func define(_ id: InstrumentID, _ symbol: String) throws(RecordingError) -> UInt32 {
    while indexesByID.count <= id.position { indexesByID.append(-1) }
    let index: UInt32
    if let known = indexes[symbol] {
      index = known
    } else {
      let text = Array(symbol.utf8)
      index = block.symbolCount
      if let expected = SymbolRegistry.expectation(brokenBy: text) {
        throw refusal(expected, QuotedText.of(text, whenEmpty: "an empty one"))
      }
      guard index < SymbolRegistry.symbolsMax else {
        throw refusal("at most \(SymbolRegistry.symbolsMax) symbols", "one more")
      }
      try append(.symbol, time: block.lastTime, symbol: index, payload: text)
      block.countSymbol()
      indexes[symbol] = index
    }
    indexesByID[id.position] = Int32(bitPattern: index)
    return index
  }

  /// Appends a payload, in as many records of one block as it needs.
  private func append(_ kind: RecordKind, time: Int64, symbol: UInt32, payload: [UInt8])
    throws(RecordingError)
  {
    guard payload.count <= RecordingFormat.payloadMax else {
      throw refusal("at most \(RecordingFormat.payloadMax) bytes", "\(payload.count)")
    }
    let size = width.payloadSize
    let parts = max(1, (payload.count + size - 1) / size)
    if block.room < parts { try finishBlock() }
    payload.withUnsafeBytes { bytes in
      for part in 0..<parts {
        let piece = bytes[part * size..<min((part + 1) * size, bytes.count)]
        let slot = block.add(kind, time: time)
        slot.set(
          kind: kind, time: time, symbol: symbol,
          flags: part + 1 < parts ? RecordingFormat.continues : 0, length: piece.count)
        slot.set(RecordingFormat.Offset.body, UnsafeRawBufferPointer(rebasing: piece))
      }
    }
  }

  private func refusal(_ expected: String, _ found: String) -> RecordingError {
    RecordingError(
      .content, file: file.name, subject: "recording", expected: expected, found: found)
  }
}
