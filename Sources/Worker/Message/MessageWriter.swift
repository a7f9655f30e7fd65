/// Puts a message together: little-endian numbers, texts and lists behind their lengths.
struct MessageWriter {
  /// What was written.
  private(set) var bytes: [UInt8] = []

  /// Begins anew, with the same memory.
  mutating func reset() { bytes.removeAll(keepingCapacity: true) }

  mutating func put(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func put(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

  mutating func put(_ number: Double) { put(number.bitPattern) }

  mutating func put(_ text: String) {
    var text = text
    text.withUTF8 { put(bytes: $0) }
  }

  /// A text of which only the beginning goes into the message, cut between characters.
  mutating func put(_ text: String, atMost count: Int) {
    guard text.utf8.count > count else { return put(text) }
    var end = text.utf8.index(text.startIndex, offsetBy: count)
    while end > text.startIndex, String.Index(end, within: text.unicodeScalars) == nil {
      end = text.utf8.index(before: end)
    }
    put(String(text[..<end]))
  }

  mutating func put(bytes other: [UInt8]) { other.withUnsafeBufferPointer { put(bytes: $0) } }

  private mutating func put(bytes other: UnsafeBufferPointer<UInt8>) {
    put(UInt32(truncatingIfNeeded: other.count))
    bytes.append(contentsOf: other)
  }

  /// The word of a value of a fixed vocabulary.
  mutating func put(word value: some RawRepresentable<String>) { put(value.rawValue) }

  mutating func put(_ value: some MessageValue) { value.write(&self) }

  mutating func put(_ value: (some MessageValue)?) {
    put(value != nil)
    if let value { value.write(&self) }
  }

  mutating func put(_ number: Int64?) {
    put(number != nil)
    if let number { put(number) }
  }

  mutating func put<Value: MessageValue>(list: [Value]) {
    put(UInt32(truncatingIfNeeded: list.count))
    for value in list { value.write(&self) }
  }

  mutating func put(texts: [String]) {
    put(UInt32(truncatingIfNeeded: texts.count))
    for text in texts { put(text) }
  }

  /// Places in a list, from 0.
  mutating func put(indices: [Int]) {
    put(UInt32(truncatingIfNeeded: indices.count))
    for index in indices { put(UInt32(clamping: index)) }
  }
}
