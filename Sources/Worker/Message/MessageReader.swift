/// Takes a message apart; whatever the bytes are, it never traps.
struct MessageReader {
  private let bytes: UnsafeRawBufferPointer
  private var offset = 0

  /// A reader of bytes that nobody writes meanwhile.
  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// How many bytes are left.
  var left: Int { bytes.count - offset }

  /// Checks that all was read.
  func finish() throws(MessageFlaw) {
    if left != 0 { throw .trailing }
  }

  mutating func number<Number: FixedWidthInteger>(
    _: Number.Type = Number.self
  ) throws(MessageFlaw) -> Number {
    let size = MemoryLayout<Number>.size
    guard left >= size else { throw .truncated }
    defer { offset += size }
    return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
  }

  /// A number in a range, named for the refusal.
  mutating func number<Number: FixedWidthInteger>(
    in range: ClosedRange<Number>, _ what: MessageFlaw.StaticText
  ) throws(MessageFlaw) -> Number {
    let value = try number(Number.self)
    guard range.contains(value) else { throw .invalid(what) }
    return value
  }

  mutating func flag() throws(MessageFlaw) -> Bool {
    try number(in: UInt8(0)...1, "a flag") == 1
  }

  /// A floating-point number that is finite.
  mutating func finite() throws(MessageFlaw) -> Double {
    let value = Double(bitPattern: try number())
    guard value.isFinite else { throw .invalid("a number") }
    return value
  }

  mutating func bytes(atMost most: Int) throws(MessageFlaw) -> UnsafeRawBufferPointer {
    let count = Int(try number(UInt32.self))
    guard count <= most else { throw .invalid("a length") }
    guard left >= count else { throw .truncated }
    defer { offset += count }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
  }

  /// A text of valid UTF-8.
  mutating func text(atMost most: Int) throws(MessageFlaw) -> String {
    let bytes = try bytes(atMost: most)
    guard !bytes.isEmpty else { return "" }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .invalid("a text") }
    return text
  }

  mutating func texts(atMost most: Int, each: Int) throws(MessageFlaw) -> [String] {
    let count = try count(atMost: most)
    var texts: [String] = []
    for _ in 0..<count { texts.append(try text(atMost: each)) }
    return texts
  }

  /// A word of a fixed vocabulary.
  mutating func word<Value: RawRepresentable<String>>(
    _: Value.Type = Value.self
  ) throws(MessageFlaw) -> Value {
    guard let value = Value(rawValue: try text(atMost: MessageLimits.word)) else {
      throw .invalid("a word")
    }
    return value
  }

  /// A case of a vocabulary that is numbered.
  mutating func code<Value: RawRepresentable<UInt8>>(
    _: Value.Type = Value.self
  ) throws(MessageFlaw) -> Value {
    guard let value = Value(rawValue: try number()) else { throw .invalid("a code") }
    return value
  }

  mutating func value<Value: MessageValue>(
    _: Value.Type = Value.self
  ) throws(MessageFlaw) -> Value {
    try Value.read(&self)
  }

  mutating func optional<Value: MessageValue>(
    _: Value.Type = Value.self
  ) throws(MessageFlaw) -> Value? {
    try flag() ? try Value.read(&self) : nil
  }

  mutating func optionalNumber() throws(MessageFlaw) -> Int64? { try flag() ? try number() : nil }

  mutating func list<Value: MessageValue>(
    atMost most: Int = MessageLimits.list
  ) throws(MessageFlaw) -> [Value] {
    let count = try count(atMost: most)
    var list: [Value] = []
    for _ in 0..<count { list.append(try Value.read(&self)) }
    return list
  }

  mutating func indices() throws(MessageFlaw) -> [Int] {
    let count = try count(atMost: MessageLimits.list)
    var indices: [Int] = []
    for _ in 0..<count { indices.append(Int(try number(UInt32.self))) }
    return indices
  }

  private mutating func count(atMost most: Int) throws(MessageFlaw) -> Int {
    let count = Int(try number(UInt32.self))
    // Each element takes a byte at least, so that a lie about the count cannot cost memory.
    guard count <= most, count <= left else { throw .invalid("a count") }
    return count
  }
}
