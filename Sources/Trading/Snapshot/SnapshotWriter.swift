/// Writes values as the bytes of a snapshot: field after field in the order of their declaration, without
/// names; numbers little-endian in their own width, texts and lists behind their count.
///
/// Only what ``SnapshotReader`` reads back: values whose conformance the compiler made, or that write their
/// fields in one container.
final class SnapshotWriter: Encoder {
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }
  /// What was written.
  fileprivate(set) var bytes: [UInt8] = []

  /// The bytes of a value.
  static func bytes(of value: some Encodable) throws(any Error) -> [UInt8] {
    let writer = SnapshotWriter()
    try writer.put(value)
    return writer.bytes
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(Fields<Key>(writer: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer { List(self) }

  func singleValueContainer() -> any SingleValueEncodingContainer { Single(writer: self) }

  // MARK: Values

  @inline(__always)
  func put(number: some FixedWidthInteger) {
    unsafe withUnsafeBytes(of: number.littleEndian) { unsafe bytes.append(contentsOf: $0) }
  }

  func put(list: [UInt8]) {
    put(number: UInt32(clamping: list.count))
    bytes.append(contentsOf: list)
  }

  func put(_ text: String) { put(list: Array(text.utf8)) }

  func put(_ value: some Encodable) throws(any Error) {
    // One by one, the bytes of a list would take their time.
    if type(of: value) == [UInt8].self, let list = value as? [UInt8] { return put(list: list) }
    if type(of: value) == String.self, let text = value as? String { return put(text) }
    try value.encode(to: self)
  }

  /// Sets a count that was left open.
  fileprivate func set(count: UInt32, at place: Int) {
    for index in 0..<4 { bytes[place + index] = UInt8(truncatingIfNeeded: count >> (8 * index)) }
  }
}

/// The fields of a value.
private struct Fields<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let writer: SnapshotWriter
  var codingPath: [any CodingKey] { [] }

  mutating func encodeNil(forKey key: Key) { writer.bytes.append(0) }
  mutating func encode(_ value: Bool, forKey key: Key) { writer.bytes.append(value ? 1 : 0) }
  mutating func encode(_ value: String, forKey key: Key) { writer.put(value) }
  mutating func encode(_ value: Int, forKey key: Key) { writer.put(number: Int64(value)) }
  mutating func encode(_ value: Int32, forKey key: Key) { writer.put(number: value) }
  mutating func encode(_ value: Int64, forKey key: Key) { writer.put(number: value) }
  mutating func encode(_ value: Int128, forKey key: Key) { writer.put(number: value) }
  mutating func encode(_ value: UInt8, forKey key: Key) { writer.put(number: value) }
  mutating func encode<T: Encodable>(_ value: T, forKey key: Key) throws(any Error) {
    try writer.put(value)
  }

  mutating func encodeIfPresent(_ value: Bool?, forKey key: Key) {
    writer.bytes.append(value == nil ? 0 : 1)
    if let value { encode(value, forKey: key) }
  }

  mutating func encodeIfPresent(_ value: String?, forKey key: Key) {
    writer.bytes.append(value == nil ? 0 : 1)
    if let value { encode(value, forKey: key) }
  }

  mutating func encodeIfPresent(_ value: Int?, forKey key: Key) {
    writer.bytes.append(value == nil ? 0 : 1)
    if let value { encode(value, forKey: key) }
  }

  mutating func encodeIfPresent(_ value: Int32?, forKey key: Key) {
    writer.bytes.append(value == nil ? 0 : 1)
    if let value { encode(value, forKey: key) }
  }

  mutating func encodeIfPresent(_ value: Int64?, forKey key: Key) {
    writer.bytes.append(value == nil ? 0 : 1)
    if let value { encode(value, forKey: key) }
  }

  mutating func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws(any Error) {
    writer.bytes.append(value == nil ? 0 : 1)
    if let value { try encode(value, forKey: key) }
  }

  /// The case of an enumeration, by its name, with what it carries.
  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key)
    -> KeyedEncodingContainer<Nested>
  {
    writer.put(key.stringValue)
    return writer.container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    List(writer)
  }

  mutating func superEncoder() -> any Encoder { writer }
  mutating func superEncoder(forKey key: Key) -> any Encoder { writer }

  // What no snapshot has.
  private func refuse(_ value: Any) throws(any Error) -> Never {
    throw EncodingError.invalidValue(
      value, .init(codingPath: [], debugDescription: "a snapshot has no such numbers"))
  }

  // lint: allow floating, because the protocol asks for it
  mutating func encode(_ value: Double, forKey key: Key) throws(any Error) { try refuse(value) }
  // lint: allow floating, because the protocol asks for it
  mutating func encode(_ value: Float, forKey key: Key) throws(any Error) { try refuse(value) }
  mutating func encode(_ value: Int8, forKey key: Key) throws(any Error) { try refuse(value) }
  mutating func encode(_ value: Int16, forKey key: Key) throws(any Error) { try refuse(value) }
  mutating func encode(_ value: UInt, forKey key: Key) throws(any Error) { try refuse(value) }
  mutating func encode(_ value: UInt16, forKey key: Key) throws(any Error) { try refuse(value) }
  mutating func encode(_ value: UInt32, forKey key: Key) throws(any Error) { try refuse(value) }
  mutating func encode(_ value: UInt64, forKey key: Key) throws(any Error) { try refuse(value) }
}

/// The values of a list, behind their count.
private struct List: UnkeyedEncodingContainer {
  private let writer: SnapshotWriter
  private let start: Int
  private(set) var count = 0
  var codingPath: [any CodingKey] { [] }

  init(_ writer: SnapshotWriter) {
    self.writer = writer
    start = writer.bytes.count
    writer.put(number: UInt32(0))
  }

  private mutating func add() -> SnapshotWriter {
    count += 1
    writer.set(count: UInt32(clamping: count), at: start)
    return writer
  }

  mutating func encodeNil() throws(any Error) { try refuse("nothing") }
  mutating func encode(_ value: Bool) { add().bytes.append(value ? 1 : 0) }
  mutating func encode(_ value: String) { add().put(value) }
  mutating func encode(_ value: Int) { add().put(number: Int64(value)) }
  mutating func encode(_ value: Int32) { add().put(number: value) }
  mutating func encode(_ value: Int64) { add().put(number: value) }
  mutating func encode(_ value: UInt8) { add().put(number: value) }
  mutating func encode<T: Encodable>(_ value: T) throws(any Error) { try add().put(value) }

  mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type)
    -> KeyedEncodingContainer<Key>
  { add().container(keyedBy: type) }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { List(add()) }
  mutating func superEncoder() -> any Encoder { add() }

  private func refuse(_ value: Any) throws(any Error) -> Never {
    throw EncodingError.invalidValue(
      value, .init(codingPath: [], debugDescription: "a snapshot has no such lists"))
  }

  // lint: allow floating, because the protocol asks for it
  mutating func encode(_ value: Double) throws(any Error) { try refuse(value) }
  // lint: allow floating, because the protocol asks for it
  mutating func encode(_ value: Float) throws(any Error) { try refuse(value) }
  mutating func encode(_ value: Int8) throws(any Error) { try refuse(value) }
  mutating func encode(_ value: Int16) throws(any Error) { try refuse(value) }
  mutating func encode(_ value: UInt) throws(any Error) { try refuse(value) }
  mutating func encode(_ value: UInt16) throws(any Error) { try refuse(value) }
  mutating func encode(_ value: UInt32) throws(any Error) { try refuse(value) }
  mutating func encode(_ value: UInt64) throws(any Error) { try refuse(value) }
}

/// A value that is one other: the raw value of an enumeration.
private struct Single: SingleValueEncodingContainer {
  let writer: SnapshotWriter
  var codingPath: [any CodingKey] { [] }

  mutating func encode(_ value: Bool) { writer.bytes.append(value ? 1 : 0) }
  mutating func encode(_ value: String) { writer.put(value) }
  mutating func encode(_ value: Int) { writer.put(number: Int64(value)) }
  mutating func encode(_ value: Int32) { writer.put(number: value) }
  mutating func encode(_ value: Int64) { writer.put(number: value) }
  mutating func encode(_ value: Int128) { writer.put(number: value) }
  mutating func encode(_ value: UInt8) { writer.put(number: value) }
  mutating func encode<T: Encodable>(_ value: T) throws(any Error) { try writer.put(value) }

  private func refuse(_ value: Any) throws(any Error) -> Never {
    throw EncodingError.invalidValue(
      value, .init(codingPath: [], debugDescription: "a snapshot has no such values"))
  }

  mutating func encodeNil() throws(any Error) { try refuse("nothing") }
  // lint: allow floating, because the protocol asks for it
  mutating func encode(_ value: Double) throws(any Error) { try refuse(value) }
  // lint: allow floating, because the protocol asks for it
  mutating func encode(_ value: Float) throws(any Error) { try refuse(value) }
  mutating func encode(_ value: Int8) throws(any Error) { try refuse(value) }
  mutating func encode(_ value: Int16) throws(any Error) { try refuse(value) }
  mutating func encode(_ value: UInt) throws(any Error) { try refuse(value) }
  mutating func encode(_ value: UInt16) throws(any Error) { try refuse(value) }
  mutating func encode(_ value: UInt32) throws(any Error) { try refuse(value) }
  mutating func encode(_ value: UInt64) throws(any Error) { try refuse(value) }
}
