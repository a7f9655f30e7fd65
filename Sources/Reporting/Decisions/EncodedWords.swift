/// Keeps encoded texts in one place in memory for as long as it lives.
public final class EncodedWords {
  private var words: [UnsafeMutableBufferPointer<UInt8>] = []

  /// No texts yet.
  public init() {}

  deinit { forget() }

  /// Gives all texts back.
  public func forget() {
    for word in words { word.deallocate() }
    words.removeAll(keepingCapacity: true)
  }

  /// Encodes a text and keeps it.
  ///
  /// - Returns: Its bytes, which live as long as this object, or until it forgets them.
  public func keep(_ text: String) -> EncodedWord {
    let bytes = DecisionLine.encoded(text)
    let word = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = word.initialize(from: bytes)
    words.append(word)
    return EncodedWord(word)
  }
}
