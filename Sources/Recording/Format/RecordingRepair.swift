import Market

/// Cutting what a crash left at the end of a recording.
public enum RecordingRepair {
  /// Cuts the damaged tail off a recording, so that it ends with its last intact block.
  ///
  /// - Parameter path: The file.
  /// - Returns: What was cut; nil when nothing was damaged, and the file is as it was.
  /// - Throws: That the file cannot be read or written, or that it is damaged before its tail, which
  ///   cutting would not repair.
  public static func cutTail(of path: String) throws(RecordingError) -> RecordingDamage? {
    let state = try RecordingState(of: path)
    guard let damage = state.damage else { return nil }
    let file = try OutputFile.open(path, existing: .keep(bytes: state.readableEnd))
    try file.synchronize()
    return damage
  }
}

/// A part of a recording that cannot be read, and why.
public struct RecordingDamage: Hashable, Sendable, CustomStringConvertible {
  /// The file as it was named by the user.
  public let file: String
  /// The byte where the readable part before it ends, from 0.
  public let offset: Int
  /// Bytes from there to the end of the file.
  public let byteCount: Int
  /// What is wrong there.
  public let reason: String
  /// Whether only the tail is damaged: nothing readable follows, so that cutting loses nothing.
  public let isTail: Bool

  /// Damage from its parts.
  public init(file: String, offset: Int, byteCount: Int, reason: String, isTail: Bool) {
    self.file = file
    self.offset = offset
    self.byteCount = byteCount
    self.reason = reason
    self.isTail = isTail
  }

  /// One line: `day.ticks: byte 20560: torn tail of 37 bytes: …`.
  public var description: String {
    let part = isTail ? "damaged tail of \(byteCount) bytes" : "damage"
    return "\(file): byte \(offset): \(part): \(reason)"
  }
}

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
    symbols = cursor.ids.map { registry.table[InstrumentID(index: $0)].symbol }
    damage = cursor.counts.damage.first
    readableEnd = damage?.offset ?? cursor.readableEnd
  }
}
