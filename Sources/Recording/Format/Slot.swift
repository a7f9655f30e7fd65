import CRecording

/// A slot of a recording in memory, at any alignment.
struct Slot {
  /// Its first byte.
  let start: UnsafeRawPointer

  /// The slot at an address.
  @inline(__always)
  init(_ start: UnsafeRawPointer) { self.start = start }

  /// What it is; nil when its kind is unknown.
  var kind: RecordKind? { RecordKind(rawValue: start.byte(at: RecordingFormat.Offset.kind)) }
  /// The time of a record, in nanoseconds since 1970.
  var time: Int64 { signed(RecordingFormat.Offset.time) }
  /// The symbol's index, or the code of an event.
  var symbol: UInt32 { half(RecordingFormat.Offset.symbol) }
  /// The flags of its kind.
  var flags: UInt8 { start.byte(at: RecordingFormat.Offset.flags) }
  /// The bytes of its payload, or the records of a block.
  var length: Int { Int(short(RecordingFormat.Offset.length)) }

  /// The payload of a record that has one; nil when its length is impossible.
  func payload(_ width: RecordWidth) -> UnsafeRawBufferPointer? {
    guard length <= width.payloadSize else { return nil }
    return UnsafeRawBufferPointer(start: start + RecordingFormat.Offset.body, count: length)
  }

  /// Eight bytes as a signed number.
  @inline(__always)
  func signed(_ offset: Int) -> Int64 { Int64(bitPattern: start.word(at: offset)) }

  /// Asks for the same place of the next block, while there is nothing to wait for in this one.
  @inline(__always)
  func prefetchNextBlock(_ width: RecordWidth) {
    sauda_prefetch(start + width.blockSize)
    if width.bytes > 64 { sauda_prefetch(start + (width.blockSize + width.bytes / 2)) }
  }

  /// Sixteen bytes as two signed numbers.
  @inline(__always)
  func pair(_ offset: Int) -> SIMD2<Int64> { SIMD2(signed(offset), signed(offset + 8)) }

  /// The optional quantities of a tick: of the last trade and at the bid, at the ask and open interest.
  @inline(__always)
  func quantities(_ width: RecordWidth) -> (first: SIMD2<Int64>, second: SIMD2<Int64>) {
    let none = SIMD2<Int64>(repeating: -1)
    switch width {
    case .narrow: return (none, none)
    case .traded: return (SIMD2(signed(48), -1), none)
    case .quoted: return (pair(48), SIMD2(signed(64), -1))
    case .full: return (pair(48), pair(64))
    }
  }

  /// Four bytes as an unsigned number.
  @inline(__always)
  func half(_ offset: Int) -> UInt32 {
    UInt32(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// Two bytes as an unsigned number.
  @inline(__always)
  func short(_ offset: Int) -> UInt16 {
    UInt16(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  /// Whether the last four bytes are the checksum of the others.
  func isHeaderIntact(_ width: RecordWidth) -> Bool {
    Checksum.of(start, count: width.headerChecksum) == half(width.headerChecksum)
  }
}

/// A slot of a recording that is being written.
struct MutableSlot {
  private let start: UnsafeMutableRawPointer
  private let width: RecordWidth

  /// A slot of zeros at an address.
  init(clearing start: UnsafeMutableRawPointer, width: RecordWidth) {
    self.start = start
    self.width = width
    start.initializeMemory(as: UInt8.self, repeating: 0, count: width.bytes)
  }

  /// A slot at an address, of which every byte will be set.
  init(filling start: UnsafeMutableRawPointer, width: RecordWidth) {
    self.start = start
    self.width = width
  }

  /// Sets the parts that all slots share.
  func set(kind: RecordKind, time: Int64, symbol: UInt32, flags: UInt8 = 0, length: Int = 0) {
    set(RecordingFormat.Offset.time, time)
    set(RecordingFormat.Offset.symbol, symbol)
    set(RecordingFormat.Offset.kind, kind.rawValue)
    set(RecordingFormat.Offset.flags, flags)
    set(RecordingFormat.Offset.length, UInt16(truncatingIfNeeded: length))
  }

  /// Writes a number at an offset, little-endian.
  @inline(__always)
  func set(_ offset: Int, _ number: some FixedWidthInteger) {
    start.storeBytes(of: number.littleEndian, toByteOffset: offset, as: type(of: number))
  }

  /// Writes bytes at an offset.
  func set(_ offset: Int, _ bytes: UnsafeRawBufferPointer) {
    (start + offset).copyMemory(
      from: bytes.baseAddress ?? UnsafeRawPointer(start), byteCount: bytes.count)
  }

  /// Writes the checksum of a header slot over its other bytes.
  ///
  /// - Returns: The checksum.
  func seal() -> UInt32 {
    let checksum = Checksum.of(start, count: width.headerChecksum)
    set(width.headerChecksum, checksum)
    return checksum
  }
}
