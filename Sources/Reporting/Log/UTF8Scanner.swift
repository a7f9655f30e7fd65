/// Reads one character at a time from bytes that need not be UTF-8.
enum UTF8Scanner {
  /// The character that begins at a position; nil when the bytes there are not well formed.
  ///
  /// Well formed is what Table 3-7 of the Unicode Standard lists: no overlong form, no surrogate,
  /// nothing above U+10FFFF.
  static func scalar(in bytes: [UInt8], at position: Int) -> (Unicode.Scalar, length: Int)? {
    let first = bytes[position]
    let length: Int
    var value: UInt32
    switch first {
    case 0x00...0x7F: return (Unicode.Scalar(first), 1)
    case 0xC2...0xDF: (length, value) = (2, UInt32(first & 0x1F))
    case 0xE0...0xEF: (length, value) = (3, UInt32(first & 0x0F))
    case 0xF0...0xF4: (length, value) = (4, UInt32(first & 0x07))
    default: return nil
    }
    guard position + length <= bytes.count else { return nil }
    for byte in bytes[(position + 1)..<(position + length)] {
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    let smallest: [UInt32] = [0, 0, 0x80, 0x800, 0x1_0000]
    guard value >= smallest[length], let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, length)
  }
}
