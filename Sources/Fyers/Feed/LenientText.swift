/// Text from bytes that may not be UTF-8.
enum LenientText {
  /// The text without the bytes that are not UTF-8, as Python's `errors="ignore"` reads it.
  static func droppingInvalidBytes(_ bytes: [UInt8]) -> String {
    var scalars = String.UnicodeScalarView()
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let scalar): scalars.append(Unicode.UTF8.decode(scalar))
      case .error: continue
      case .emptyInput: return String(scalars)
      }
    }
  }
}
