/// Form-urlencoded text: the query of an address.
enum QueryText {
  /// The path and the parameters of a request target; nil when an escape is damaged.
  static func split(_ target: String) -> (
    path: String, parameters: [(name: String, value: String)]
  )? {
    let bytes = Array(target.utf8)
    let mark = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.count
    guard let path = decode(bytes[..<mark], plusIsBlank: false) else { return nil }
    var parameters: [(name: String, value: String)] = []
    for part in bytes[min(mark + 1, bytes.count)...].split(separator: UInt8(ascii: "&")) {
      let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
      let rest = equals < part.endIndex ? part[(equals + 1)...] : part[part.endIndex...]
      guard let name = decode(part[..<equals], plusIsBlank: true),
        let value = decode(rest, plusIsBlank: true)
      else { return nil }
      parameters.append((name, value))
    }
    return (path, parameters)
  }

  /// Text with everything but unreserved characters escaped.
  static func encode(_ text: String) -> String {
    var out: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        out.append(byte)
      default:
        out.append(UInt8(ascii: "%"))
        out.append(contentsOf: Hex.text([byte]).uppercased().utf8)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static func decode(_ bytes: ArraySlice<UInt8>, plusIsBlank: Bool) -> String? {
    var out: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      switch bytes[index] {
      case UInt8(ascii: "%"):
        guard bytes.endIndex - index > 2, let high = Hex.digit(bytes[index + 1]),
          let low = Hex.digit(bytes[index + 2])
        else { return nil }
        out.append(high << 4 | low)
        index += 3
        continue
      case UInt8(ascii: "+") where plusIsBlank: out.append(UInt8(ascii: " "))
      default: out.append(bytes[index])
      }
      index += 1
    }
    return String(validating: out, as: UTF8.self)
  }
}
