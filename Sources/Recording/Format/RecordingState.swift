import Market

/// What a writer must know of a recording to go on with it.
struct RecordingState {
  /// The width of its records.
  let width: RecordWidth
  /// Its symbols by their index.
  private(set) var symbols: [String] = []
  /// Ticks it has.
  private(set) var tickCount: Int64 = 0
  /// Blocks it has.
  private(set) var blockCount: UInt32 = 0
  /// The checksum of the last header.
  private(set) var checksum: UInt32
  /// The time of the last entry that has one.
  private(set) var lastTime: Int64 = 0
  /// Where the readable part ends.
  let readableEnd: Int
  /// What is wrong with the tail; nil when nothing is.
  let damage: RecordingDamage?

  /// Reads a recording to its end.
  ///
  /// - Throws: That it cannot be read, or is damaged before its tail.
  init(of path: String) throws(RecordingError) {
    let registry = SymbolRegistry()
    var cursor = try TickFile.recording(try OpenFile(path), registry: registry)
    width = cursor.width
    checksum = cursor.fileChecksum
    while try cursor.nextBlock() {
      while cursor.slot < cursor.blockEnd { _ = try cursor.takeRecord() }
      if let block = cursor.block {
        tickCount = block.ticksBefore + Int64(block.tickCount)
        blockCount = block.number + 1
        checksum = block.checksum
        lastTime = max(cursor.lastTime, block.lastTime)
      }
    }
    symbols = registry.table.all.map(\.symbol)
    damage = cursor.counts.damage.first
    readableEnd = damage?.offset ?? cursor.readableEnd
  }
}
