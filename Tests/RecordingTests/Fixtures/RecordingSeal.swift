/// Checksums of recordings, computed bit by bit and independently of the code under test.
enum RecordingSeal {
  /// CRC-32C by its definition.
  static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var state = UInt32.max
    for byte in bytes {
      state ^= UInt32(byte)
      for _ in 0..<8 { state = (state >> 1) ^ (state & 1 == 1 ? 0x82f6_3b78 : 0) }
    }
    return ~state
  }

  /// Makes the checksums of all blocks right, as far as their headers can be followed.
  static func renew(_ bytes: inout [UInt8]) {
    guard bytes.count >= 16 else { return }
    let width = Int(bytes[14])
    guard [48, 56, 72, 80].contains(width), bytes.count >= width else { return }
    var previous = seal(&bytes, at: 0, width)
    var offset = width
    while offset + width <= bytes.count {
      let end = offset + width * (1 + Int(bytes[offset + 14]) + 256 * Int(bytes[offset + 15]))
      guard end <= bytes.count else { return }
      put(previous, into: &bytes, at: offset + width - 12)
      put(checksum(bytes[(offset + width)..<end]), into: &bytes, at: offset + width - 8)
      previous = seal(&bytes, at: offset, width)
      offset = end
    }
  }

  /// Whether all checksums are right.
  static func isSealed(_ bytes: [UInt8]) -> Bool {
    var renewed = bytes
    renew(&renewed)
    return renewed == bytes
  }

  private static func seal(_ bytes: inout [UInt8], at offset: Int, _ width: Int) -> UInt32 {
    let sum = checksum(bytes[offset..<offset + width - 4])
    put(sum, into: &bytes, at: offset + width - 4)
    return sum
  }

  private static func put(_ number: UInt32, into bytes: inout [UInt8], at offset: Int) {
    for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: number >> (8 * index)) }
  }
}
