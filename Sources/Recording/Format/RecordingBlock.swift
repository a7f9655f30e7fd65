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

  /// Whether the records are those that were written.
  var areRecordsIntact: Bool {
    Checksum.of(records, count: recordCount * width.bytes) == header.half(width.recordsChecksum)
  }
}
