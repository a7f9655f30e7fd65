import CRecording

/// CRC-32C, the checksum of iSCSI and ext4 (RFC 3720, appendix B.4).
enum Checksum {
  /// The checksum of some bytes.
  static func of(_ start: UnsafeRawPointer, count: Int) -> UInt32 {
    sauda_crc32c(0, start, count)
  }
}
