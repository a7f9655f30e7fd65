import Market

/// A place in a mapped recording, moving from its first record to its last.
struct RecordingCursor: ~Copyable {
  /// The file's name.
  let file: String
  /// Gives symbols their ids.
  let registry: SymbolRegistry
  /// What has been met so far.
  var counts = TickReadCounts()
  /// The record at the cursor, and the end of its block.
  var slot: UnsafeRawPointer
  var blockEnd: UnsafeRawPointer
  /// The block the cursor is in; nil before the first.
  var block: RecordingBlock?
  /// The session's ids of the symbols, by their index in the file.
  var ids: [Int32] = []
  /// Whether those symbols are indexes, whose bid and ask are their ltp; and whether any is.
  var areIndexes: [Bool] = []
  var hasIndexes = false
  /// The time of the last record that had one.
  var lastTime: Int64 = 0
  /// The moments that are wanted.
  let wanted: WantedTimes
  /// Whether there is nothing more.
  var isFinished = false

  private var mapping: MappedBytes
  private var walker: BlockWalker

  /// A cursor at the first block of a file.
  ///
  /// - Parameters:
  ///   - mapping: The file's bytes.
  ///   - file: Its name, for messages.
  ///   - registry: Gives symbols their ids.
  ///   - wanted: The moments that are wanted.
  /// - Returns: The cursor.
  /// - Throws: What is wrong with the file header.
  static func open(
    _ mapping: consuming MappedBytes, file: String, registry: SymbolRegistry,
    wanted: WantedTimes = .all
  ) throws(RecordingError) -> RecordingCursor {
    let walker = try BlockWalker(mapping.start, count: mapping.count, file: file)
    return RecordingCursor(mapping, walker, file: file, registry: registry, wanted: wanted)
  }

  private init(
    _ mapping: consuming MappedBytes, _ walker: BlockWalker, file: String,
    registry: SymbolRegistry, wanted: WantedTimes
  ) {
    self.file = file
    self.registry = registry
    self.wanted = wanted
    self.walker = walker
    slot = mapping.start
    blockEnd = mapping.start
    self.mapping = mapping
  }

  /// How much of the file has been consumed.
  var progress: TickReadProgress {
    TickReadProgress(
      consumed: isFinished ? mapping.count : slot - mapping.start, total: mapping.count)
  }

  /// The width of the file's records.
  var width: RecordWidth { walker.width }

  /// The place of the record at the cursor in the file.
  var offset: Int { slot - mapping.start }

  /// Where the next block begins: the end of what has proved readable, at the end.
  var readableEnd: Int { walker.offset }

  /// The checksum of the file header.
  var fileChecksum: UInt32 {
    Slot(mapping.start).half(width.headerChecksum)
  }

  /// Moves to the first record of the next block that may hold something wanted.
  ///
  /// A damaged tail ends the recording, and is noted in the counts.
  ///
  /// - Returns: Whether there is one.
  /// - Throws: That the recording is damaged before its tail.
  mutating func nextBlock() throws(RecordingError) -> Bool {
    try checkEnd()
    while !isFinished {
      let place = walker.offset
      switch walker.next() {
      case .end: isFinished = true
      case .damage(let reason): try end(at: place, reason)
      case .fault(let expected, let found): throw fault(expected, found, at: place)
      case .block(let next):
        if next.holdsOnlyTicks, next.lastTime < wanted.first {
          block = next
          lastTime = next.lastTime
          continue
        }
        if next.firstTime > wanted.last {
          isFinished = true
          return false
        }
        guard next.areRecordsIntact else {
          try end(at: place, "the records of block \(next.number) have another checksum")
          return false
        }
        guard next.firstRecordedTime == next.firstTime else {
          throw fault("a first time of \(next.firstRecordedTime)", "\(next.firstTime)", at: place)
        }
        mapping.release(before: place)
        block = next
        slot = next.records
        blockEnd = mapping.start + next.end
        return true
      }
    }
    return false
  }

  /// Checks that the block that was read ended when its header says.
  private func checkEnd() throws(RecordingError) {
    guard let block, lastTime != block.lastTime else { return }
    throw fault("a last time of \(lastTime)", "\(block.lastTime)", at: block.offset)
  }

  private mutating func end(at place: Int, _ reason: String) throws(RecordingError) {
    isFinished = true
    let damage = walker.damage(at: place, reason, file: file)
    counts.damage.append(damage)
    guard !damage.isTail else { return }
    throw RecordingError(
      .content, file: file, place: .byte(place), subject: "recording",
      expected: "an intact block (there are more behind it)", found: reason)
  }

  /// An error about the record at the cursor.
  func fault(_ expected: String, _ found: String) -> RecordingError {
    RecordingError(
      .content, file: file, place: .byte(offset), subject: "record", expected: expected,
      found: found)
  }

  /// An error about the header of a block.
  private func fault(_ expected: String, _ found: String, at place: Int) -> RecordingError {
    RecordingError(
      .content, file: file, place: .byte(place), subject: "block", expected: expected,
      found: found)
  }
}
