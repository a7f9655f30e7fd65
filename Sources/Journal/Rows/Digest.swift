import Crypto

/// SHA-256.
enum Digest {
  /// Its bytes.
  static let size = 32

  /// The hash of bytes.
  static func of(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

  /// The first digits of a hash, for people.
  static func brief(_ digest: [UInt8]) -> String { text(Array(digest.prefix(6))) }

  /// The hexadecimal digits of a hash.
  static func text(_ digest: [UInt8]) -> String {
    digest.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
