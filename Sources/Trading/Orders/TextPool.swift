/// Texts kept once and named by small numbers.
///
/// Orders of one script repeat a few sources and tags; pooling them keeps an order free of
/// references. Looking up is O(1) on average.
public struct TextPool: Sendable {
  /// A text's number; 0 is the empty text.
  public typealias Index = Int32

  private var texts: [String] = [""]
  private var indices: [String: Index] = ["": 0]

  /// A pool with the empty text.
  public init() {}

  /// The text of a number given by this pool.
  public subscript(index: Index) -> String { texts[Int(index)] }

  /// The number of a text, which is added when it is new.
  public mutating func intern(_ text: String) -> Index {
    if let index = indices[text] { return index }
    let index = Index(texts.count)
    texts.append(text)
    indices[text] = index
    return index
  }
}
