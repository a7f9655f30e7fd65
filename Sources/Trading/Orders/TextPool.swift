/// Texts kept once and named by small numbers.
///
/// Orders of one script repeat a few sources and tags; pooling them keeps an order free of
/// references. Looking up is O(1) on average.
public struct TextPool: Sendable {
  /// A text's number; 0 is the empty text.
  public typealias Index = Int32

  private var texts: [String] = [""]
  private var indices: [String: Index] = ["": 0]
  /// Texts asked for lately: a script asks for the same few, and to compare costs less than to hash.
  private var recent: [(text: String, index: Index)] = []
  private var oldest = 0
  private static let recentAtMost = 4

  /// A pool with the empty text.
  public init() {}

  /// The text of a number given by this pool.
  public subscript(index: Index) -> String { texts[Int(index)] }

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
    let index = Index(texts.count)
    texts.append(text)
    indices[text] = index
    return index
  }
}
