/// Texts kept once and named by small numbers.
///
/// Orders of one script repeat a few sources and tags; pooling them keeps an order free of
/// references. Looking up is O(1) on average. A script that invents a text for every order fills the
/// pool; further texts then lie in the ``SessionMemory``, if there is one, as often as they are asked.
public struct TextPool: Codable, Sendable {
  /// A text's number; 0 is the empty text, and those below 0 lie in the session's memory.
  public typealias Index = Int32

  /// Texts that stay in the program's memory before others go to the session's.
  public static let ownTexts = 4_096

  /// The number of the commonest reason: the script asked.
  static let script: Index = 1

  /// The number of the reason of orders that the exchange took back by itself.
  static let broker: Index = 2

  private var texts: [String] = ["", OrderReason.script.text, CancelReason.broker.text]
  private var indices: [String: Index] = [
    "": 0, OrderReason.script.text: script, CancelReason.broker.text: broker,
  ]
  /// Texts asked for lately: a script asks for the same few, and to compare costs less than to hash.
  private var recent: [(text: String, index: Index)] = []
  private var oldest = 0
  private static let recentAtMost = 4

  /// Where texts lie once there are many; nil: in the program's memory.
  var memory: SessionMemory?
  private var chunks: [TextChunk] = []
  private static let placesPerChunk = TextChunk.capacity / TextChunk.grain

  /// The numbers of lines of the script's own file, by line; 0: none yet.
  private var lines: [Index] = []
  /// Lines of a script whose text is kept by their number.
  private static let linesRemembered = 262_144

  /// A pool with the empty text and that of the commonest reason.
  public init() {}

  /// Reads the texts of a snapshot.
  public init(from decoder: any Decoder) throws {
    var list = try decoder.unkeyedContainer()
    for place in 0..<(list.count ?? 0) {
      let text = try list.decode(String.self)
      guard place >= texts.count else {
        guard text == texts[place] else {
          throw DecodingError.dataCorruptedError(
            in: list, debugDescription: "expected the text \"\(texts[place])\"")
        }
        continue
      }
      indices[text] = Index(texts.count)
      texts.append(text)
    }
  }

  /// Writes the texts for a snapshot, which those of a session with a memory of its own are not for.
  public func encode(to encoder: any Encoder) throws {
    precondition(chunks.isEmpty, "a snapshot is of a session that keeps its texts itself")
    var list = encoder.unkeyedContainer()
    for text in texts { try list.encode(text) }
  }

  /// The text of a number given by this pool.
  public subscript(index: Index) -> String {
    guard index < 0 else { return texts[Int(index)] }
    let place = ~Int(index)
    return chunks[place / Self.placesPerChunk][place % Self.placesPerChunk]
  }

  /// The number of a text, which is added when it is new.
  public mutating func intern(_ text: String) -> Index {
    if text.isEmpty { return 0 }
    for entry in recent where entry.text == text { return entry.index }
    let index = indices[text] ?? add(text)
    if recent.count < Self.recentAtMost {
      recent.append((text, index))
    } else {
      recent[oldest] = (text, index)
      oldest = (oldest + 1) % Self.recentAtMost
    }
    return index
  }

  /// The number of `file.lua:12`, for a line of the script's own file; O(1) but for the first time.
  mutating func source(_ file: borrowing String, _ line: Int32) -> Index {
    let place = Int(line)
    if place >= 0, place < lines.count, lines[place] != 0 { return lines[place] }
    let index = intern("\(file):\(line)")
    // A source has at most 256 KiB and no more lines; anything else is not worth remembering.
    guard place >= 0, place < Self.linesRemembered else { return index }
    while lines.count <= place { lines.append(0) }
    lines[place] = index
    return index
  }

  /// The pool for those who only look texts up: it keeps nothing that adding needs.
  var forReading: TextPool {
    var copy = self
    copy.indices = [:]
    copy.recent = []
    copy.lines = []
    return copy
  }

  private mutating func add(_ text: String) -> Index {
    if texts.count >= Self.ownTexts, let index = addToChunks(text) { return index }
    let index = Index(texts.count)
    texts.append(text)
    indices[text] = index
    return index
  }

  /// Puts a text into the session's memory; nil when there is none, or no room, or it is too long.
  private mutating func addToChunks(_ text: String) -> Index? {
    guard let memory, text.utf8.count <= TextChunk.longestText else { return nil }
    // A chunk that another pool has too is left as it is.
    if let last = chunks.indices.last, isKnownUniquelyReferenced(&chunks[last]),
      let place = chunks[last].add(text)
    {
      return index(of: place, in: last)
    }
    guard (chunks.count + 1) * Self.placesPerChunk <= Int(Index.max),
      let chunk = TextChunk(in: memory), let place = chunk.add(text)
    else { return nil }
    chunks.append(chunk)
    return index(of: place, in: chunks.count - 1)
  }

  private func index(of place: Int, in chunk: Int) -> Index {
    Index(~(chunk * Self.placesPerChunk + place))
  }
}

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
