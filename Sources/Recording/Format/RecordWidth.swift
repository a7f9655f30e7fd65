/// How much a recording keeps of a tick: one width for all records of a file, stated in its header.
///
/// The narrow record is the beginning of the full one, so that both are read by the same offsets.
public enum RecordWidth: UInt16, CaseIterable, Sendable {
  /// 48 bytes: time, symbol, bid, ask, ltp and volume.
  case narrow = 48
  /// 80 bytes: also the quantities of the last trade, at the bid and at the ask, and the open interest.
  case full = 80

  /// Bytes of a record.
  public var bytes: Int { Int(rawValue) }

  /// The width in which both this and another have room.
  func including(_ other: RecordWidth) -> RecordWidth { self == .full ? .full : other }

  /// Records of a block at most: with its header a full block is 24,576 or 20,480 bytes, whole pages.
  var recordsMax: Int { self == .narrow ? 511 : 255 }

  /// Payload bytes of a record that carries text or opaque bytes.
  var payloadSize: Int { bytes - RecordingFormat.Offset.body }

  /// Where a header keeps the checksum of its other bytes: the last four.
  var headerChecksum: Int { bytes - 4 }

  /// Where a block header keeps the checksum of the block's records.
  var recordsChecksum: Int { bytes - 8 }

  /// Where a block header keeps the checksum of the header before.
  var previousChecksum: Int { bytes - 12 }
}
