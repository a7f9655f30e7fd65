import CRecording
import TestSupport
import Testing

@Suite("CRC-32C")
struct ChecksumTests {
  /// Bytes and their checksum, from RFC 3720 (B.4) and the catalogue of CRC algorithms.
  private static let vectors: [(bytes: [UInt8], checksum: UInt32)] = [
    (Array("123456789".utf8), 0xe306_9283),
    ([UInt8](repeating: 0, count: 32), 0x8a91_36aa),
    ([UInt8](repeating: 255, count: 32), 0x62a8_ab43),
    ([UInt8](0..<32), 0x46dd_794e),
    ([UInt8](0..<32).reversed(), 0x113f_db5c),
    ([], 0),
  ]

  @Test("published vectors", arguments: vectors.indices)
  func published(_ index: Int) {
    let (bytes, expected) = Self.vectors[index]
    #expect(sauda_crc32c(0, bytes, bytes.count) == expected)
    #expect(sauda_crc32c_portable(0, bytes, bytes.count) == expected)
    #expect(RecordingSeal.checksum(bytes) == expected)
  }

  @Test(
    "instructions and tables agree at every length and split", arguments: 0..<20 as Range<UInt64>)
  func agreement(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let count = Int.random(in: 0...20_480, using: &generator)
    let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let split = Int.random(in: 0...count, using: &generator)
    bytes.withUnsafeBytes { memory in
      guard let start = memory.baseAddress else { return }
      let whole = sauda_crc32c(0, start, count)
      #expect(whole == sauda_crc32c_portable(0, start, count), "seed \(seed)")
      let first = sauda_crc32c(0, start, split)
      #expect(whole == sauda_crc32c(first, start + split, count - split), "seed \(seed)")
    }
  }
}
