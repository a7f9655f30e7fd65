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
