/// Texts with small numbers as the bytes of a format, each encoded when it is first met.
///
/// Orders repeat a few texts; those of a script that invents one for every order are not all kept.
struct EncodedTexts {
  private static let keptAtMost = 4_096

  private var kept: [[UInt8]] = []

  /// The bytes of a text; `encode` is asked for those that are not kept.
  mutating func bytes(of index: Int, _ encode: () -> [UInt8]) -> [UInt8] {
    // What is not kept is empty here; a text that is empty in its format is soon encoded again.
    guard index >= 0, index < Self.keptAtMost else { return encode() }
    if index < kept.count, !kept[index].isEmpty { return kept[index] }
    let bytes = encode()
    while kept.count <= index { kept.append([]) }
    kept[index] = bytes
    return bytes
  }
}
