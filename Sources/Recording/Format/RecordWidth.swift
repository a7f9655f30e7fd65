import Market

/// How much a recording keeps of a tick: one width for all records of a file, stated in its header.
///
/// A narrower record is the beginning of a wider one, so that all are read by the same offsets; what it
/// has no place for is unknown of all its ticks.
public enum RecordWidth: UInt16, CaseIterable, Comparable, Sendable {
  /// 48 bytes: time, symbol, bid, ask, ltp and volume.
  case narrow = 48
  /// 56 bytes: also the quantity of the last trade.
  case traded = 56
  /// 72 bytes: also the quantities at the bid and at the ask.
  case quoted = 72
  /// 80 bytes: also the open interest.
  case full = 80

  /// Bytes of a record.
  public var bytes: Int { Int(rawValue) }

  /// Orders by the number of bytes.
  public static func < (left: RecordWidth, right: RecordWidth) -> Bool {
    left.rawValue < right.rawValue
  }

  /// Whether a record holds all that a tick says.
  @inline(__always)
  func holds(_ tick: Tick) -> Bool {
    // -1, which is unknown, has all bits set, and so has only it.
    switch self {
    case .full: true
    case .quoted: tick.openInterest == Tick.unknown
    case .traded: tick.bidQuantity & tick.askQuantity & tick.openInterest == Tick.unknown
    case .narrow:
      tick.lastQuantity & tick.bidQuantity & tick.askQuantity & tick.openInterest == Tick.unknown
    }
  }

  /// Records of a block at most: 20 to 24 KiB, which stay in the nearest cache between being verified
  /// and being read.
  ///
  /// Each width has its own number, so that a file header that states both is never half wrong.
  var recordsMax: Int {
    switch self {
    case .narrow: 511
    case .traded: 447
    case .quoted: 335
    case .full: 255
    }
  }

  /// Bytes of a full block.
  var blockSize: Int { (1 + recordsMax) * bytes }

  /// Payload bytes of a record that carries text or opaque bytes.
  var payloadSize: Int { bytes - RecordingFormat.Offset.body }

  /// Where a header keeps the checksum of its other bytes: the last four.
  var headerChecksum: Int { bytes - 4 }

  /// Where a block header keeps the checksum of the block's records.
  var recordsChecksum: Int { bytes - 8 }

  /// Where a block header keeps the checksum of the header before.
  var previousChecksum: Int { bytes - 12 }
}
