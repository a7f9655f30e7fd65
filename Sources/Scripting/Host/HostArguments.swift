import CLuaBridge
import Market

/// The plain values Lua passed to one call of the host; they stand while the call lasts.
///
/// Reading beyond the last one gives nil, as in Lua.
struct HostArguments {
  private let base: UnsafePointer<sauda_value>?
  /// How many there are.
  let count: Int

  init(base: UnsafePointer<sauda_value>?, count: Int) {
    self.base = base
    self.count = base == nil ? 0 : max(0, count)
  }

  /// The value at a place; nil beyond the last.
  subscript(index: Int) -> sauda_value? {
    guard let base, index >= 0, index < count else { return nil }
    return base[index]
  }

  /// Whether nothing was given at a place.
  func isNil(_ index: Int) -> Bool {
    guard let value = self[index] else { return true }
    return Int(value.kind) == SAUDA_NIL
  }

  /// A boolean; nil for any other kind.
  func boolean(_ index: Int) -> Bool? {
    guard let value = self[index], Int(value.kind) == SAUDA_BOOLEAN else { return nil }
    return value.integer != 0
  }

  /// An integer; nil for any other kind, floats included.
  func integer(_ index: Int) -> Int64? {
    guard let value = self[index], Int(value.kind) == SAUDA_INTEGER else { return nil }
    return value.integer
  }

  /// A number of either kind; nil for anything else.
  func number(_ index: Int) -> Double? {
    guard let value = self[index] else { return nil }
    switch Int(value.kind) {
    case SAUDA_INTEGER: return Double(value.integer)
    case SAUDA_NUMBER: return value.number
    default: return nil
    }
  }

  /// The bytes of a string; nil for any other kind.
  func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8>? {
    guard let value = self[index], Int(value.kind) == SAUDA_STRING else { return nil }
    guard let text = value.text else { return UnsafeBufferPointer(start: nil, count: 0) }
    return UnsafeBufferPointer(
      start: UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self), count: value.length)
  }

  /// A string, broken UTF-8 repaired; nil for any other kind.
  func text(_ index: Int) -> String? {
    guard let bytes = bytes(index) else { return nil }
    return bytes.isEmpty ? "" : String(decoding: bytes, as: UTF8.self)
  }

  /// What stands at a place, for messages: `a string`, `nil`.
  func kind(_ index: Int) -> String {
    guard let value = self[index] else { return "nil" }
    switch Int(value.kind) {
    case SAUDA_NIL: return "nil"
    case SAUDA_BOOLEAN: return "a boolean"
    case SAUDA_INTEGER, SAUDA_NUMBER: return "a number"
    case SAUDA_STRING: return "a string"
    case SAUDA_FUNCTION: return "a function"
    default:
      guard let name = value.text else { return "another value" }
      return "a " + String(cString: name)
    }
  }
}

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

  /// A date as `2026-11-23`, without a text being made: each bar has one.
  ///
  /// Years have four digits, as all that nanoseconds since 1970 reach in 64 bits.
  mutating func append(_ date: CivilDate) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 10) { bytes in
      func write(_ number: Int, at place: Int) {
        bytes[place] = UInt8(ascii: "0") + UInt8(number / 10 % 10)
        bytes[place + 1] = UInt8(ascii: "0") + UInt8(number % 10)
      }
      write(date.year / 100, at: 0)
      write(date.year, at: 2)
      bytes[4] = UInt8(ascii: "-")
      write(date.month, at: 5)
      bytes[7] = UInt8(ascii: "-")
      write(date.day, at: 8)
      append(bytes: UnsafeBufferPointer(bytes))
    }
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

/// Why the host refuses a call of a script; raised in Lua at the script's line.
struct HostRefusal: Error {
  /// One sentence that says what was expected and what was given.
  let message: String

  /// A refusal.
  init(_ message: String) { self.message = message }
}
