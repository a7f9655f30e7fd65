/// A part of a recording that cannot be read, and why.
public struct RecordingDamage: Hashable, Sendable, CustomStringConvertible {
  /// The file as it was named by the user.
  public let file: String
  /// The byte where the readable part before it ends, from 0.
  public let offset: Int
  /// Bytes from there to the end of the file.
  public let byteCount: Int
  /// What is wrong there.
  public let reason: String
  /// Whether only the tail is damaged: nothing readable follows, so that cutting loses nothing.
  public let isTail: Bool

  /// Damage from its parts.
  public init(file: String, offset: Int, byteCount: Int, reason: String, isTail: Bool) {
    self.file = file
    self.offset = offset
    self.byteCount = byteCount
    self.reason = reason
    self.isTail = isTail
  }

  /// One line: `day.ticks: byte 20560: torn tail of 37 bytes: …`.
  public var description: String {
    let part = isTail ? "damaged tail of \(byteCount) bytes" : "damage"
    return "\(file): byte \(offset): \(part): \(reason)"
  }
}
