/// Reads big-endian values one after the other; nil where the bytes end.
///
/// The bytes are handed to each call, so that the reader itself can be stored anywhere.
struct WireReader {
  /// Where the next value begins; may lie beyond the end.
  var offset: Int

  @inline(__always)
  func has(_ count: Int, in bytes: RawSpan) -> Bool {
    offset >= 0 && count >= 0 && offset <= bytes.byteCount && count <= bytes.byteCount - offset
  }

  @inline(__always)
  mutating func uint8(_ bytes: RawSpan) -> UInt8? {
    guard has(1, in: bytes) else { return nil }
    defer { offset += 1 }
    return bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  @inline(__always)
  mutating func uint16(_ bytes: RawSpan) -> UInt16? {
    guard has(2, in: bytes) else { return nil }
    defer { offset += 2 }
    return UInt16(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  @inline(__always)
  mutating func uint32(_ bytes: RawSpan) -> UInt32? {
    guard has(4, in: bytes) else { return nil }
    defer { offset += 4 }
    return UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  @inline(__always)
  mutating func int32(_ bytes: RawSpan) -> Int32? {
    uint32(bytes).map { Int32(bitPattern: $0) }
  }

  /// The next bytes, all or none.
  mutating func take(_ count: Int, _ bytes: RawSpan) -> [UInt8]? {
    guard has(count, in: bytes) else { return nil }
    return takeAtMost(count, bytes)
  }

  /// The next bytes, as many as there are; the offset moves by `count` in any case.
  mutating func takeAtMost(_ count: Int, _ bytes: RawSpan) -> [UInt8] {
    let start = min(offset, bytes.byteCount)
    let end = min(offset + count, bytes.byteCount)
    offset += count
    return bytes.extracting(start..<end).withUnsafeBytes { Array($0) }
  }
}
