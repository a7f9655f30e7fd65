import Market
import Money

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

  /// The width of the file's records.
  let width: RecordWidth

  private let memory: UnsafeMutableRawPointer
  private var number: UInt32
  private var previousChecksum: UInt32
  private var tickCount: UInt32 = 0
  private var flags = RecordingFormat.ticksOnly

  /// An empty block.
  ///
  /// - Parameters:
  ///   - width: The width of the file's records.
  ///   - number: Its number, from 0.
  ///   - previousChecksum: The checksum of the header before it.
  ///   - lastTime: The time of the last record before it.
  ///   - ticks: Ticks before it.
  ///   - symbols: Symbols before it.
  init(
    width: RecordWidth, number: UInt32, previousChecksum: UInt32, lastTime: Int64, ticks: Int64,
    symbols: UInt32
  ) {
    self.width = width
    memory = .allocate(byteCount: (1 + width.recordsMax) * width.bytes, alignment: 64)
    self.number = number
    self.previousChecksum = previousChecksum
    self.lastTime = lastTime
    ticksBefore = ticks
    symbolCount = symbols
  }

  deinit { memory.deallocate() }

  /// Records there is room for.
  var room: Int { width.recordsMax - count }

  /// Ticks in the file, this block included.
  var ticks: Int64 { ticksBefore + Int64(tickCount) }

  /// Adds a tick, for which there must be room.
  ///
  /// - Parameters:
  ///   - tick: The tick; its width has a place for all it says.
  ///   - symbol: Its symbol's index in the file.
  @inline(__always)
  mutating func add(_ tick: Tick, symbol: UInt32) {
    let time = tick.time.nanoseconds
    if firstTime == nil { firstTime = time }
    lastTime = time
    tickCount += 1
    count += 1
    let slot = MutableSlot(filling: memory + count * width.bytes, width: width)
    slot.set(kind: .tick, time: time, symbol: symbol)
    slot.set(16, tick.bid.micros)
    slot.set(24, tick.ask.micros)
    slot.set(32, tick.ltp.micros)
    slot.set(40, tick.volume)
    if width >= .traded { slot.set(48, tick.lastQuantity) }
    if width >= .quoted {
      slot.set(56, tick.bidQuantity)
      slot.set(64, tick.askQuantity)
    }
    if width >= .full { slot.set(72, tick.openInterest) }
  }

  /// Adds another record, of zeros, for which there must be room.
  ///
  /// Only gaps and events have a time of their own; others carry the last one.
  mutating func add(_ kind: RecordKind, time: Int64) -> MutableSlot {
    switch kind {
    case .gap, .event: if firstTime == nil { firstTime = time }
    case .tick, .symbol, .metadata, .end, .blockHeader, .fileHeader: break
    }
    lastTime = time
    flags = 0
    count += 1
    return MutableSlot(clearing: memory + count * width.bytes, width: width)
  }

  /// Counts a symbol, whose records were added.
  mutating func countSymbol() { symbolCount += 1 }

  /// Completes the header.
  ///
  /// - Returns: The bytes of the block, which are valid until ``startNext()``.
  mutating func seal() -> UnsafeRawBufferPointer {
    typealias Place = RecordingFormat.BlockHeader
    let header = MutableSlot(clearing: memory, width: width)
    header.set(
      kind: .blockHeader, time: firstTime ?? lastTime, symbol: number, flags: flags, length: count)
    header.set(Place.lastTime, lastTime)
    header.set(Place.ticksBefore, ticksBefore)
    header.set(Place.tickCount, tickCount)
    header.set(width.previousChecksum, previousChecksum)
    let size = count * width.bytes
    header.set(
      width.recordsChecksum,
      Checksum.of(UnsafeRawPointer(memory) + width.bytes, count: size))
    previousChecksum = header.seal()
    return UnsafeRawBufferPointer(start: memory, count: width.bytes + size)
  }

  /// Begins the block after the one that was sealed.
  mutating func startNext() {
    number &+= 1
    ticksBefore += Int64(tickCount)
    tickCount = 0
    count = 0
    firstTime = nil
    flags = RecordingFormat.ticksOnly
  }
}
