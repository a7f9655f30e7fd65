import CLuaBridge

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

/// Why the host refuses a call of a script; raised in Lua at the script's line.
struct HostRefusal: Error {
  /// One sentence that says what was expected and what was given.
  let message: String

  /// A refusal.
  init(_ message: String) { self.message = message }
}
