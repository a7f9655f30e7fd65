import CRecording

/// The numbers of the `.ticks` format, which `Recording.docc` describes byte by byte.
///
/// A file is a sequence of slots of one ``RecordWidth``, little-endian: one file header, then blocks; a
/// block is one block header and some hundred records at most. Every slot has its kind at the same
/// place, so that the whole file is one array.
enum RecordingFormat {
  /// The first eight bytes: a byte beyond ASCII, a name, and a line end that text tools would spoil.
  static let magic: [UInt8] = [0x89, 0x54, 0x49, 0x43, 0x4b, 0x53, 0x0d, 0x0a]
  /// The version this code writes.
  static let version: UInt32 = 2
  /// The version before widths: what it wrote reads like the full one.
  static let fullWidthVersion: UInt32 = 1
  /// Payload bytes of an event, or of a metadata entry, at most: those of a block of full width.
  static let payloadMax = RecordWidth.full.recordsMax * RecordWidth.full.payloadSize
  /// The symbol of a gap that concerns all instruments.
  static let allSymbols = UInt32.max
  /// The three bytes after a tick's kind are zero: kind, flags and length as one word.
  static let plainTick: UInt32 = 1

  /// Where the parts that all slots share lie.
  enum Offset {
    static let time = 0
    static let symbol = 8
    static let kind = 12
    static let flags = 13
    static let length = 14
    static let body = 16
  }

  /// Where the parts of the file header lie.
  enum FileHeader {
    static let version = 8
    static let slotSize = 14
    static let priceUnits = 16
    static let timeUnits = 24
    static let recordsMax = 32
  }

  /// Where the parts of a block header lie, besides the checksums at its end.
  enum BlockHeader {
    static let firstTime = 0
    static let number = 8
    static let recordCount = 14
    static let lastTime = 16
    static let ticksBefore = 24
    static let tickCount = 32
  }

  /// The flag of a block that holds nothing but ticks.
  static let ticksOnly: UInt8 = 1
  /// The flag of a record whose payload goes on in the next one.
  static let continues: UInt8 = 1
}

/// What a slot of a recording is; 0 is nothing, so that zeros are never mistaken for data.
enum RecordKind: UInt8 {
  case tick = 1
  case gap = 2
  case symbol = 3
  case metadata = 4
  case event = 5
  case end = 6
  case blockHeader = 66  // "B"
  case fileHeader = 72  // "H"
}

/// CRC-32C, the checksum of iSCSI and ext4 (RFC 3720, appendix B.4).
enum Checksum {
  /// The checksum of some bytes.
  static func of(_ start: UnsafeRawPointer, count: Int) -> UInt32 {
    sauda_crc32c(0, start, count)
  }
}
