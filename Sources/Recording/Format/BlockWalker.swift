import Market
import Money

/// Goes through the blocks of a recording in memory, from the first, and says where it is damaged.
struct BlockWalker {
  /// What comes next.
  enum Step {
    /// A block whose header is intact and follows the one before; its records are not looked at yet.
    case block(RecordingBlock)
    /// The end of the file.
    case end
    /// Something else, with the reason in words.
    case damage(String)
    /// An intact header that contradicts itself or the blocks before: no writer has made it.
    case fault(expected: String, found: String)
  }

  /// Where the next block begins.
  private(set) var offset: Int
  /// The width of the file's records.
  let width: RecordWidth
  private let start: UnsafeRawPointer
  private let count: Int
  private var number: UInt32 = 0
  private var previousChecksum: UInt32
  /// Ticks in the blocks so far, and the time of their last record, as their headers say.
  private var ticks: Int64 = 0
  private var lastTime: Int64 = 0

  /// A walker behind the file header.
  ///
  /// - Parameters:
  ///   - start: The first byte of the file.
  ///   - count: Its size.
  ///   - file: Its name, for messages.
  /// - Throws: What is wrong with the file header.
  init(_ start: UnsafeRawPointer, count: Int, file: String) throws(RecordingError) {
    func refuse(_ expected: String, _ found: String) -> RecordingError {
      RecordingError(
        .content, file: file, place: .byte(0), subject: "recording header", expected: expected,
        found: found)
    }
    guard count >= RecordWidth.narrow.bytes else {
      throw refuse("\(RecordWidth.narrow.bytes) bytes", "\(count)")
    }
    let header = Slot(start)
    let magic = UnsafeRawBufferPointer(start: start, count: RecordingFormat.magic.count)
    guard magic.elementsEqual(RecordingFormat.magic) else {
      throw refuse("a recording", QuotedText.of(magic))
    }
    let version = header.half(RecordingFormat.FileHeader.version)
    guard (1...RecordingFormat.version).contains(version) else {
      throw refuse("version 1 to \(RecordingFormat.version)", "\(version)")
    }
    let size = header.short(RecordingFormat.FileHeader.slotSize)
    guard let width = RecordWidth(rawValue: size),
      width == .full || version > RecordingFormat.fullWidthVersion
    else { throw refuse("a known width of records", "\(size) bytes") }
    // Without a second statement of the width, one flipped bit would only be caught by chance.
    let recordsMax = header.half(RecordingFormat.FileHeader.recordsMax)
    guard recordsMax == width.recordsMax else {
      throw refuse("blocks of \(width.recordsMax) records", "\(recordsMax)")
    }
    guard count >= width.bytes else { throw refuse("\(width.bytes) bytes", "\(count)") }
    guard header.isHeaderIntact(width), header.kind == .fileHeader else {
      throw refuse("a header with its checksum", "another checksum")
    }
    let prices = header.signed(RecordingFormat.FileHeader.priceUnits)
    guard prices == Amount.microsPerRupee else {
      throw refuse("prices in units of 1/\(Amount.microsPerRupee) rupee", "1/\(prices)")
    }
    let times = header.signed(RecordingFormat.FileHeader.timeUnits)
    guard times == EventTime.nanosecondsPerSecond else {
      throw refuse("times in units of 1/\(EventTime.nanosecondsPerSecond) s", "1/\(times)")
    }
    self.start = start
    self.count = count
    self.width = width
    offset = width.bytes
    previousChecksum = header.half(width.headerChecksum)
  }

  /// Moves on by one block.
  mutating func next() -> Step {
    let rest = count - offset
    guard rest > 0 else { return .end }
    guard rest >= width.bytes else {
      return .damage("\(rest) bytes of a block header")
    }
    let block = RecordingBlock(offset: offset, header: Slot(start + offset), width: width)
    guard block.isIntact else {
      return .damage("no intact block header")
    }
    guard block.number == number, block.recordCount > 0,
      block.previousChecksum == previousChecksum
    else {
      return .damage("block \(block.number) of another place or file, not block \(number)")
    }
    guard block.end <= count else {
      return .damage("\(rest) of \(block.end - offset) bytes of block \(number)")
    }
    if let fault = fault(of: block) { return fault }
    offset = block.end
    number &+= 1
    previousChecksum = block.checksum
    ticks += Int64(block.tickCount)
    lastTime = block.lastTime
    return .block(block)
  }

  /// What contradicts the blocks before in a block's header; nil when nothing does.
  private func fault(of block: RecordingBlock) -> Step? {
    guard block.ticksBefore == ticks else {
      return .fault(
        expected: "\(ticks) ticks before block \(number)", found: "\(block.ticksBefore)")
    }
    let most = block.recordCount
    guard block.holdsOnlyTicks ? block.tickCount == most : block.tickCount <= most else {
      return .fault(
        expected: "\(block.holdsOnlyTicks ? "" : "at most ")\(most) ticks in block \(number)",
        found: "\(block.tickCount)")
    }
    guard lastTime <= block.firstTime, block.firstTime <= block.lastTime else {
      return .fault(
        expected: "a block \(number) whose times go on from \(lastTime) ns",
        found: "\(block.firstTime) to \(block.lastTime)")
    }
    return nil
  }

  /// Describes damage at a place.
  ///
  /// - Parameters:
  ///   - place: Where the readable part ends.
  ///   - reason: What is wrong there.
  ///   - file: The file's name.
  /// - Returns: The damage, and whether anything intact follows it.
  func damage(at place: Int, _ reason: String, file: String) -> RecordingDamage {
    var isTail = true
    var candidate = place
    while candidate + width.bytes <= count {
      let block = RecordingBlock(
        offset: candidate, header: Slot(start + candidate), width: width)
      if block.isIntact, block.end <= count, block.areRecordsIntact {
        isTail = false
        break
      }
      candidate += width.bytes
    }
    return RecordingDamage(
      file: file, offset: place, byteCount: count - place, reason: reason, isTail: isTail)
  }
}

/// A block of a mapped recording whose header is intact.
struct RecordingBlock {
  /// The header's place in the file.
  let offset: Int
  /// The header.
  let header: Slot
  /// The width of the file's records.
  let width: RecordWidth

  /// Records it has.
  var recordCount: Int { header.length }
  /// The byte after its last record.
  var end: Int { offset + (1 + recordCount) * width.bytes }
  /// Its first record.
  var records: UnsafeRawPointer { header.start + width.bytes }
  /// The time of its first record that has one.
  var firstTime: Int64 { header.signed(RecordingFormat.BlockHeader.firstTime) }
  /// The time of its last record that has one.
  var lastTime: Int64 { header.signed(RecordingFormat.BlockHeader.lastTime) }
  /// Its number, from 0.
  var number: UInt32 { header.half(RecordingFormat.BlockHeader.number) }
  /// Ticks in the blocks before it.
  var ticksBefore: Int64 { header.signed(RecordingFormat.BlockHeader.ticksBefore) }
  /// Ticks in it.
  var tickCount: UInt32 { header.half(RecordingFormat.BlockHeader.tickCount) }
  /// Whether it holds nothing but ticks.
  var holdsOnlyTicks: Bool { header.flags & RecordingFormat.ticksOnly != 0 }
  /// The checksum of the header itself.
  var checksum: UInt32 { header.half(width.headerChecksum) }

  /// Whether the header is one, as it was written.
  var isIntact: Bool { header.kind == .blockHeader && header.isHeaderIntact(width) }
  /// The checksum of the header before it.
  var previousChecksum: UInt32 { header.half(width.previousChecksum) }

  /// The time of the first record that has one; that of the block's last when none has.
  var firstRecordedTime: Int64 {
    for index in 0..<recordCount {
      let record = Slot(records + index * width.bytes)
      switch record.kind {
      case .tick, .gap, .event: return record.time
      case .symbol, .metadata, .end, .blockHeader, .fileHeader, nil: continue
      }
    }
    return lastTime
  }

  /// Whether the records are those that were written.
  var areRecordsIntact: Bool {
    Checksum.of(records, count: recordCount * width.bytes) == header.half(width.recordsChecksum)
  }
}
