import CLuaBridge
import Market

/// Plain values on their way to Lua: the results of a host function, or the arguments of a call.
struct HostReply {
  private let values: UnsafeMutablePointer<sauda_value>?
  private let capacity: Int
  private let texts: TextArena
  /// How many were written.
  private(set) var count = 0

  init(values: UnsafeMutablePointer<sauda_value>?, capacity: Int, texts: TextArena) {
    self.values = values
    self.capacity = capacity
    self.texts = texts
  }

  mutating func appendNil() { append(kind: SAUDA_NIL) }

  mutating func append(_ flag: Bool) { append(kind: SAUDA_BOOLEAN, integer: flag ? 1 : 0) }

  mutating func append(_ number: Int64) { append(kind: SAUDA_INTEGER, integer: number) }

  mutating func append(_ number: Double) { append(kind: SAUDA_NUMBER, number: number) }

  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append(bytes: $0) }
  }

  /// A date as `2026-11-23`, without a text being made.
  mutating func append(_ date: CivilDate) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: CivilDate.textSize) { bytes in
      date.write(to: bytes)
      append(bytes: UnsafeBufferPointer(bytes))
    }
  }

  /// A position with the label of its entry.
  mutating func append(_ position: sauda_position, tag: String) {
    var (position, tag) = (position, tag)
    position.text_length = tag.utf8.count
    position.text = tag.withUTF8 { texts.copy($0) }
    withUnsafeBytes(of: &position) { append(object: $0, SAUDA_POSITION) }
  }

  /// A tick with its number.
  mutating func append(_ tick: Tick, sequence: Int64) {
    withUnsafeBytes(of: tick) { append(object: $0, SAUDA_TICK, number: sequence) }
  }

  /// The name of a symbol.
  mutating func append(symbol: InstrumentID) {
    append(kind: SAUDA_SYMBOL, integer: Int64(symbol.index))
  }

  mutating func append(_ account: sauda_account) {
    withUnsafeBytes(of: account) { append(object: $0, SAUDA_ACCOUNT) }
  }

  private mutating func append(
    object bytes: UnsafeRawBufferPointer, _ kind: Int, number: Int64 = 0
  ) {
    append(
      kind: kind, integer: number, text: texts.copy(bytes.assumingMemoryBound(to: UInt8.self)))
  }

  mutating func append(bytes: UnsafeBufferPointer<UInt8>) {
    let copy = texts.copy(bytes)
    append(kind: SAUDA_STRING, text: copy, length: bytes.count)
  }

  mutating func append(bytes: [UInt8]) { bytes.withUnsafeBufferPointer { append(bytes: $0) } }

  mutating func append(_ number: Int64?) {
    if let number { append(number) } else { appendNil() }
  }

  private mutating func append(
    kind: Int, integer: Int64 = 0, number: Double = 0, text: UnsafePointer<CChar>? = nil,
    length: Int = 0
  ) {
    guard let values, count < capacity else { return }
    values[count] = sauda_value(
      kind: Int32(truncatingIfNeeded: kind), reserved: 0, integer: integer, number: number,
      text: text, length: length)
    count += 1
  }
}
