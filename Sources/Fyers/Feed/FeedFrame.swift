/// A frame of the data socket as bytes: `u16 length | u8 type | …`, big-endian.
///
/// The length prefix is ignored on reading, as the official client does.
public enum FeedFrame {
  /// The types of frames the server sends.
  public enum Reply: UInt8, Sendable, CaseIterable {
    /// Whether the token was accepted.
    case authentication = 1
    /// Whether topics were subscribed.
    case subscribed = 4
    /// Whether topics were unsubscribed.
    case unsubscribed = 5
    /// Records of topics.
    case data = 6
    /// Whether a channel was paused.
    case paused = 7
    /// Whether a channel was resumed.
    case resumed = 8
    /// Whether full or lite mode was set.
    case mode = 12
    /// A code and a text of the server.
    case custom = 51
  }

  /// The types of frames the client sends.
  public enum Request: UInt8, Sendable, CaseIterable {
    /// Presents the key of the token.
    case authentication = 1
    /// Confirms data up to a message.
    case acknowledgement = 3
    /// Asks for topics.
    case subscribe = 4
    /// Ends topics.
    case unsubscribe = 5
    /// Holds a channel's data back.
    case pause = 7
    /// Lets a channel's data flow.
    case resume = 8
    /// Keeps the connection alive.
    case ping = 11
    /// Chooses full or lite mode.
    case mode = 12
  }

  /// The types of records in a data frame.
  public enum Record: UInt8, Sendable, CaseIterable {
    /// A topic's name, id, scale and values.
    case snapshot = 0x53
    /// Values of a known topic id.
    case update = 0x55
    /// The last price of a known topic id.
    case lite = 0x4C
  }
}

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
