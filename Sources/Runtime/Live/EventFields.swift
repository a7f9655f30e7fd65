/// The payload of a session's own events: lines of `name=value` in UTF-8.
///
/// Text, so that a recording can be read with nothing but eyes; short, because events are few.
struct EventFields: Equatable {
  private(set) var pairs: [(name: String, value: String)] = []

  /// No fields yet.
  init() {}

  /// The fields of a payload; nil when it is not of this form.
  init?(_ payload: [UInt8]) {
    guard let text = String(validating: payload, as: UTF8.self) else { return nil }
    for line in text.split(separator: "\n") {
      guard let equals = line.firstIndex(of: "=") else { return nil }
      pairs.append((String(line[..<equals]), String(line[line.index(after: equals)...])))
    }
  }

  /// The bytes.
  var payload: [UInt8] {
    Array(pairs.map { "\($0.name)=\($0.value)" }.joined(separator: "\n").utf8)
  }

  /// A field's value; nil takes it away, and is what an absent one gives.
  subscript(name: String) -> String? {
    get { pairs.first { $0.name == name }?.value }
    set {
      pairs.removeAll { $0.name == name }
      if let newValue { pairs.append((name, newValue)) }
    }
  }

  /// A field as a whole number.
  func number(_ name: String) -> Int64? { self[name].flatMap { Int64($0) } }

  static func == (left: EventFields, right: EventFields) -> Bool {
    left.pairs.elementsEqual(right.pairs) { $0 == $1 }
  }
}
