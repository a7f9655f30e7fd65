/// The block a writer is filling, in the memory it will be written from.
struct BlockBuilder: ~Copyable {
  /// Records in it so far.
  private(set) var count = 0
  /// Symbols defined in the file so far, this block included.
  private(set) var symbolCount: UInt32
  /// The time of its first tick, gap or event; nil while there is none.
  private(set) var firstTime: Int64?
  /// The time of the last record of the file that has one.
  private(set) var lastTime: Int64
  /// Ticks in the blocks before it.
  private(set) var ticksBefore: Int64

  private let memory: UnsafeMutableRawPointer
  private var number: UInt32
  private var previousChecksum: UInt32
  private var tickCount: UInt32 = 0
  private var symbolsBefore: UInt32
  private var flags = RecordingFormat.ticksOnly

  /// An empty block.
  ///
  /// - Parameters:
  ///   - number: Its number, from 0.
  ///   - previousChecksum: The checksum of the header before it.
  ///   - lastTime: The time of the last record before it.
  ///   - ticks: Ticks before it.
  ///   - symbols: Symbols before it.
  init(
    number: UInt32, previousChecksum: UInt32, lastTime: Int64, ticks: Int64, symbols: UInt32
  ) {
    memory = .allocate(
      byteCount: (1 + RecordingFormat.recordsMax) * RecordingFormat.slotSize, alignment: 64)
    self.number = number
    self.previousChecksum = previousChecksum
    self.lastTime = lastTime
    ticksBefore = ticks
    symbolsBefore = symbols
    symbolCount = symbols
  }

  deinit { memory.deallocate() }

  /// Records there is room for.
  var room: Int { RecordingFormat.recordsMax - count }

  /// Ticks in the file, this block included.
  var ticks: Int64 { ticksBefore + Int64(tickCount) }

  /// Adds a record of zeros, for which there must be room.
  ///
  /// Only ticks, gaps and events have a time of their own; others carry the last one.
  @inline(__always)
  mutating func add(_ kind: RecordKind, time: Int64) -> MutableSlot {
    switch kind {
    case .tick, .gap, .event: if firstTime == nil { firstTime = time }
    case .symbol, .metadata, .end, .blockHeader, .fileHeader: break
    }
    lastTime = time
    if kind == .tick { tickCount += 1 } else { flags = 0 }
    if kind == .symbol { symbolCount += 1 }
    count += 1
    return MutableSlot(clearing: memory + count * RecordingFormat.slotSize)
  }

  /// Completes the header.
  ///
  /// - Returns: The bytes of the block, which are valid until ``startNext()``.
  mutating func seal() -> UnsafeRawBufferPointer {
    typealias Place = RecordingFormat.BlockHeader
    let header = MutableSlot(clearing: memory)
    header.set(
      kind: .blockHeader, time: firstTime ?? lastTime, symbol: number, flags: flags, length: count)
    header.set(Place.lastTime, lastTime)
    header.set(Place.ticksBefore, ticksBefore)
    header.set(Place.tickCount, tickCount)
    header.set(Place.symbolsBefore, symbolsBefore)
    header.set(Place.previousChecksum, previousChecksum)
    let size = count * RecordingFormat.slotSize
    header.set(
      Place.recordsChecksum,
      Checksum.of(UnsafeRawPointer(memory) + RecordingFormat.slotSize, count: size))
    previousChecksum = header.seal()
    return UnsafeRawBufferPointer(start: memory, count: RecordingFormat.slotSize + size)
  }

  /// Begins the block after the one that was sealed.
  mutating func startNext() {
    number &+= 1
    ticksBefore += Int64(tickCount)
    symbolsBefore = symbolCount
    tickCount = 0
    count = 0
    firstTime = nil
    flags = RecordingFormat.ticksOnly
  }
}
