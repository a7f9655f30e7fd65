/// Texts kept once and named by small numbers.
///
/// Orders of one script repeat a few sources and tags; pooling them keeps an order free of
/// references. Looking up is O(1) on average. A script that invents a text for every order fills the
/// pool; further texts then lie in the ``SessionMemory``, if there is one, as often as they are asked.
public struct TextPool: Sendable {
  /// A text's number; 0 is the empty text, and those below 0 lie in the session's memory.
  public typealias Index = Int32

  /// Texts that stay in the program's memory before others go to the session's.
  public static let ownTexts = 4_096

  /// The number of the commonest reason: the script asked.
  static let script: Index = 1

  private var texts: [String] = ["", OrderReason.script.text]
  private var indices: [String: Index] = ["": 0, OrderReason.script.text: script]
  /// Texts asked for lately: a script asks for the same few, and to compare costs less than to hash.
  private var recent: [(text: String, index: Index)] = []
  private var oldest = 0
  private static let recentAtMost = 4

  /// Where texts lie once there are many; nil: in the program's memory.
  var memory: SessionMemory?
  private var chunks: [TextChunk] = []
  private static let placesPerChunk = TextChunk.capacity / TextChunk.grain

  /// A pool with the empty text and that of the commonest reason.
  public init() {}

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
