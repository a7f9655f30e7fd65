import Crypto

/// The SHA-256 of a script's source, by which a report names the version that ran.
public enum Fingerprint {
  /// 64 lower-case hexadecimal digits.
  public static func sha256(of bytes: [UInt8]) -> String {
    HexText.text(of: SHA256.hash(data: bytes))
  }
}
