/// Writes JSON exactly: numbers are text from integers, keys come in the order they are written.
///
/// Every `begin…` needs its `end`, which is the caller's duty. A container laid out in `lines` puts
/// each member on a line of its own; an `inline` one stays on its line.
package struct JSONWriter {
  /// How the members of a container are laid out.
  package enum Layout {
    /// One member a line, indented.
    case lines
    /// All members on one line.
    case inline
  }

  private struct Level {
    var layout: Layout
    var closing: UInt8
    var isEmpty = true
  }

  /// A writer of nothing yet.
  package init() {}

  private var bytes: [UInt8] = []
  private var levels: [Level] = []

  /// Bytes written and not yet taken.
  package var pendingCount: Int { bytes.count }

  /// Hands over what was written since the last time.
  package mutating func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  /// Hands over what was written since the last time, when that is this much.
  mutating func pass(to sink: any ByteSink, from least: Int = 1) throws(OutputError) {
    guard bytes.count >= least else { return }
    try sink.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  /// Begins an object: the value of `key`, or an element, or the whole text.
  package mutating func beginObject(_ key: String? = nil, layout: Layout) {
    begin(key, opening: UInt8(ascii: "{"), closing: UInt8(ascii: "}"), layout: layout)
  }

  /// Begins an array: the value of `key`, or an element, or the whole text.
  package mutating func beginArray(_ key: String? = nil, layout: Layout) {
    begin(key, opening: UInt8(ascii: "["), closing: UInt8(ascii: "]"), layout: layout)
  }

  /// Ends the innermost container.
  package mutating func end() {
    guard let level = levels.popLast() else { return }
    if level.layout == .lines, !level.isEmpty { newLine() }
    bytes.append(level.closing)
    if levels.isEmpty { bytes.append(UInt8(ascii: "\n")) }
  }

  /// A member of an object; nil becomes `null`.
  package mutating func field<Value: JSONScalar>(_ key: String, _ value: Value?) {
    separate(key)
    append(value)
  }

  /// An element of an array; nil becomes `null`.
  package mutating func element<Value: JSONScalar>(_ value: Value?) {
    separate(nil)
    append(value)
  }

  /// An element whose token is appended by others.
  mutating func element(_ token: (inout [UInt8]) -> Void) {
    separate(nil)
    token(&bytes)
  }

  private mutating func append<Value: JSONScalar>(_ value: Value?) {
    guard let value else {
      bytes.append(contentsOf: "null".utf8)
      return
    }
    value.appendJSON(to: &bytes)
  }

  private mutating func begin(_ key: String?, opening: UInt8, closing: UInt8, layout: Layout) {
    if !levels.isEmpty { separate(key) }
    bytes.append(opening)
    levels.append(Level(layout: layout, closing: closing))
  }

  private mutating func separate(_ key: String?) {
    let last = levels.count - 1
    if last >= 0 {
      if !levels[last].isEmpty { bytes.append(UInt8(ascii: ",")) }
      switch levels[last].layout {
      case .lines: newLine()
      case .inline: if !levels[last].isEmpty { bytes.append(UInt8(ascii: " ")) }
      }
      levels[last].isEmpty = false
    }
    guard let key else { return }
    key.appendJSON(to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(UInt8(ascii: " "))
  }

  private mutating func newLine() {
    bytes.append(UInt8(ascii: "\n"))
    for _ in levels {
      bytes.append(UInt8(ascii: " "))
      bytes.append(UInt8(ascii: " "))
    }
  }
}
