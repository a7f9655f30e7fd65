/// Texts one after the other in the session's memory, each behind its length.
@safe
// Written only behind what is in use, by a pool that holds the one reference to it.
final class TextChunk: @unchecked Sendable {
  /// Bytes in a chunk.
  static let capacity = 65_536
  /// A text begins at a multiple of these bytes, so that its place fits a number.
  static let grain = 16
  /// Texts of more bytes do not go into chunks.
  static let longestText = 4_096

  private let start: UnsafeMutableRawPointer
  private let memory: SessionMemory
  private var used = 0

  /// An empty chunk; nil when the session has no memory left.
  init?(in memory: SessionMemory) {
    guard let start = unsafe memory.take(Self.capacity) else { return nil }
    unsafe self.start = start
    self.memory = memory
  }

  /// Writes a text and gives its place in grains; nil when it does not fit any more.
  func add(_ text: String) -> Int? {
    var text = text
    let header = MemoryLayout<Int32>.size
    return text.withUTF8 { bytes -> Int? in
      guard used + header + bytes.count <= Self.capacity else { return nil }
      let place = used
      unsafe start.storeBytes(of: Int32(bytes.count), toByteOffset: place, as: Int32.self)
      if let source = bytes.baseAddress {
        unsafe (start + place + header).copyMemory(from: source, byteCount: bytes.count)
      }
      used = (place + header + bytes.count + Self.grain - 1) / Self.grain * Self.grain
      return place / Self.grain
    }
  }

  /// The text at a place that `add` gave.
  subscript(place: Int) -> String {
    let offset = place * Self.grain
    let count = unsafe start.load(fromByteOffset: offset, as: Int32.self)
    let first = unsafe start + offset + MemoryLayout<Int32>.size
    return unsafe String(
      decoding: UnsafeRawBufferPointer(start: first, count: Int(count)), as: UTF8.self)
  }
}
