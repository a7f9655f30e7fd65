/// Reads the bytes that ``SnapshotWriter`` wrote; whatever they are, it ends with a value or an error.
final class SnapshotReader: Decoder {
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }
  private let bytes: [UInt8]
  /// The byte that is read next.
  private(set) var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// How many bytes are left.
  var left: Int { bytes.count - place }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(Fields<Key>(reader: self))
  }

  func unkeyedContainer() throws(any Error) -> any UnkeyedDecodingContainer { try List(self) }

  func singleValueContainer() -> any SingleValueDecodingContainer { Single(reader: self) }

  // MARK: Values

  /// An error of what is read at this place.
  func damage(_ expected: String) -> DecodingError {
    .dataCorrupted(
      .init(codingPath: [], debugDescription: "byte \(place): expected \(expected)"))
  }

  @inline(__always)
  func number<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) throws(any Error)
    -> Number
  {
    let size = Number.bitWidth / 8
    guard left >= size else { throw damage("\(size) bytes, found the end") }
    defer { place += size }
    return unsafe bytes.withUnsafeBytes {
      unsafe Number(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: Number.self))
    }
  }

  func integer() throws(any Error) -> Int {
    guard let number = Int(exactly: try number(Int64.self)) else {
      throw damage("a smaller number")
    }
    return number
  }

  func flag() throws(any Error) -> Bool {
    switch try number(UInt8.self) {
    case 0: return false
    case 1: return true
    default: throw damage("0 or 1 before it")
    }
  }

  /// A count of values of which each takes a byte at least.
  func count() throws(any Error) -> Int {
    let count = Int(try number(UInt32.self))
    guard count <= left else { throw damage("\(count) values, which are more than bytes") }
    return count
  }

  func list() throws(any Error) -> [UInt8] {
    let count = try count()
    defer { place += count }
    return Array(bytes[place..<place + count])
  }

  func text() throws(any Error) -> String {
    guard let text = String(validating: try list(), as: UTF8.self) else {
      throw damage("a text in UTF-8 before it")
    }
    return text
  }

  func value<T: Decodable>(_ type: T.Type) throws(any Error) -> T {
    if type == [UInt8].self, let list = try list() as? T { return list }
    if type == String.self, let text = try text() as? T { return text }
    return try T(from: self)
  }

  /// The name of an enumeration's case, without taking it.
  fileprivate func glance() -> String? {
    let before = place
    defer { place = before }
    do { return try text() } catch { return nil }
  }

  fileprivate func refuse() -> DecodingError { damage("a kind of value that snapshots have") }
}

/// The fields of a value.
private struct Fields<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let reader: SnapshotReader
  var codingPath: [any CodingKey] { [] }
  /// The one case of an enumeration.
  var allKeys: [Key] { reader.glance().flatMap { Key(stringValue: $0) }.map { [$0] } ?? [] }

  func contains(_ key: Key) -> Bool { true }
  func decodeNil(forKey key: Key) throws(any Error) -> Bool { try !reader.flag() }
  func decode(_ type: Bool.Type, forKey key: Key) throws(any Error) -> Bool { try reader.flag() }
  func decode(_ type: String.Type, forKey key: Key) throws(any Error) -> String {
    try reader.text()
  }
  func decode(_ type: Int.Type, forKey key: Key) throws(any Error) -> Int { try reader.integer() }
  func decode(_ type: Int32.Type, forKey key: Key) throws(any Error) -> Int32 {
    try reader.number()
  }
  func decode(_ type: Int64.Type, forKey key: Key) throws(any Error) -> Int64 {
    try reader.number()
  }
  func decode(_ type: Int128.Type, forKey key: Key) throws(any Error) -> Int128 {
    try reader.number()
  }
  func decode(_ type: UInt8.Type, forKey key: Key) throws(any Error) -> UInt8 {
    try reader.number()
  }
  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws(any Error) -> T {
    try reader.value(type)
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key)
    throws(any Error)
    -> KeyedDecodingContainer<Nested>
  {
    guard try reader.text() == key.stringValue else { throw reader.refuse() }
    return reader.container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws(any Error) -> any UnkeyedDecodingContainer {
    try List(reader)
  }

  func superDecoder() -> any Decoder { reader }
  func superDecoder(forKey key: Key) -> any Decoder { reader }

  // lint: allow floating, because the protocol asks for it
  func decode(_ type: Double.Type, forKey key: Key) throws(any Error) -> Double {
    throw reader.refuse()
  }
  // lint: allow floating, because the protocol asks for it
  func decode(_ type: Float.Type, forKey key: Key) throws(any Error) -> Float {
    throw reader.refuse()
  }
  func decode(_ type: Int8.Type, forKey key: Key) throws(any Error) -> Int8 {
    throw reader.refuse()
  }
  func decode(_ type: Int16.Type, forKey key: Key) throws(any Error) -> Int16 {
    throw reader.refuse()
  }
  func decode(_ type: UInt.Type, forKey key: Key) throws(any Error) -> UInt {
    throw reader.refuse()
  }
  func decode(_ type: UInt16.Type, forKey key: Key) throws(any Error) -> UInt16 {
    throw reader.refuse()
  }
  func decode(_ type: UInt32.Type, forKey key: Key) throws(any Error) -> UInt32 {
    throw reader.refuse()
  }
  func decode(_ type: UInt64.Type, forKey key: Key) throws(any Error) -> UInt64 {
    throw reader.refuse()
  }
}

/// The values of a list, behind their count.
private struct List: UnkeyedDecodingContainer {
  private let reader: SnapshotReader
  private let size: Int
  private(set) var currentIndex = 0
  var codingPath: [any CodingKey] { [] }
  var count: Int? { size }
  var isAtEnd: Bool { currentIndex >= size }

  init(_ reader: SnapshotReader) throws(any Error) {
    self.reader = reader
    size = try reader.count()
  }

  private mutating func next() throws(any Error) -> SnapshotReader {
    guard !isAtEnd else { throw reader.damage("no more values") }
    currentIndex += 1
    return reader
  }

  mutating func decodeNil() throws(any Error) -> Bool { false }
  mutating func decode(_ type: Bool.Type) throws(any Error) -> Bool { try next().flag() }
  mutating func decode(_ type: String.Type) throws(any Error) -> String { try next().text() }
  mutating func decode(_ type: Int.Type) throws(any Error) -> Int { try next().integer() }
  mutating func decode(_ type: Int32.Type) throws(any Error) -> Int32 { try next().number() }
  mutating func decode(_ type: Int64.Type) throws(any Error) -> Int64 { try next().number() }
  mutating func decode(_ type: UInt8.Type) throws(any Error) -> UInt8 { try next().number() }
  mutating func decode<T: Decodable>(_ type: T.Type) throws(any Error) -> T {
    try next().value(type)
  }

  mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws(any Error)
    -> KeyedDecodingContainer<Key>
  { try next().container(keyedBy: type) }

  mutating func nestedUnkeyedContainer() throws(any Error) -> any UnkeyedDecodingContainer {
    try List(next())
  }

  mutating func superDecoder() throws(any Error) -> any Decoder { try next() }

  // lint: allow floating, because the protocol asks for it
  mutating func decode(_ type: Double.Type) throws(any Error) -> Double { throw reader.refuse() }
  // lint: allow floating, because the protocol asks for it
  mutating func decode(_ type: Float.Type) throws(any Error) -> Float { throw reader.refuse() }
  mutating func decode(_ type: Int8.Type) throws(any Error) -> Int8 { throw reader.refuse() }
  mutating func decode(_ type: Int16.Type) throws(any Error) -> Int16 { throw reader.refuse() }
  mutating func decode(_ type: UInt.Type) throws(any Error) -> UInt { throw reader.refuse() }
  mutating func decode(_ type: UInt16.Type) throws(any Error) -> UInt16 { throw reader.refuse() }
  mutating func decode(_ type: UInt32.Type) throws(any Error) -> UInt32 { throw reader.refuse() }
  mutating func decode(_ type: UInt64.Type) throws(any Error) -> UInt64 { throw reader.refuse() }
}

/// A value that is one other: the raw value of an enumeration.
private struct Single: SingleValueDecodingContainer {
  let reader: SnapshotReader
  var codingPath: [any CodingKey] { [] }

  func decodeNil() -> Bool { false }
  func decode(_ type: Bool.Type) throws(any Error) -> Bool { try reader.flag() }
  func decode(_ type: String.Type) throws(any Error) -> String { try reader.text() }
  func decode(_ type: Int.Type) throws(any Error) -> Int { try reader.integer() }
  func decode(_ type: Int32.Type) throws(any Error) -> Int32 { try reader.number() }
  func decode(_ type: Int64.Type) throws(any Error) -> Int64 { try reader.number() }
  func decode(_ type: Int128.Type) throws(any Error) -> Int128 { try reader.number() }
  func decode(_ type: UInt8.Type) throws(any Error) -> UInt8 { try reader.number() }
  func decode<T: Decodable>(_ type: T.Type) throws(any Error) -> T { try reader.value(type) }

  // lint: allow floating, because the protocol asks for it
  func decode(_ type: Double.Type) throws(any Error) -> Double { throw reader.refuse() }
  // lint: allow floating, because the protocol asks for it
  func decode(_ type: Float.Type) throws(any Error) -> Float { throw reader.refuse() }
  func decode(_ type: Int8.Type) throws(any Error) -> Int8 { throw reader.refuse() }
  func decode(_ type: Int16.Type) throws(any Error) -> Int16 { throw reader.refuse() }
  func decode(_ type: UInt.Type) throws(any Error) -> UInt { throw reader.refuse() }
  func decode(_ type: UInt16.Type) throws(any Error) -> UInt16 { throw reader.refuse() }
  func decode(_ type: UInt32.Type) throws(any Error) -> UInt32 { throw reader.refuse() }
  func decode(_ type: UInt64.Type) throws(any Error) -> UInt64 { throw reader.refuse() }
}
