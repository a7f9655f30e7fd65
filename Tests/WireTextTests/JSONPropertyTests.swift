import TestSupport
import Testing
import WireText

@Suite("JSON of any bytes")
struct JSONPropertyTests {
  /// A value of a few levels.
  private func value(_ random: inout SplitMix64, levels: Int) -> JSONValue {
    switch random.below(levels > 0 ? 6 : 4) {
    case 0: return .null
    case 1: return .bool(random.below(2) == 0)
    case 2: return .number(random.pick(["0", "-0.50", "1e5", "12345678901234567890.05", "7E-3"]))
    case 3: return .string(text(&random))
    case 4:
      return .array((0..<random.below(4)).map { _ in value(&random, levels: levels - 1) })
    default:
      var object: JSONObject = [:]
      for place in 0..<random.below(4) {
        object.append("\(text(&random))\(place)", value(&random, levels: levels - 1))
      }
      return .object(object)
    }
  }

  private func text(_ random: inout SplitMix64) -> String {
    let pieces = ["a", "\"", "\\", "\n", "\u{1}", "é", "₹", "😀", " ", "/", "e\u{301}"]
    return (0..<random.below(6)).map { _ in random.pick(pieces) }.joined()
  }

  /// The text of a value, with blanks and escapes as they come.
  private func write(_ value: JSONValue, _ random: inout SplitMix64) -> String {
    let blank = random.pick(["", " ", "\n\t", "\r"])
    let text: String
    switch value {
    case .null: text = "null"
    case .bool(let value): text = "\(value)"
    case .number(let digits): text = digits
    case .string(let string): text = quoted(string, &random)
    case .array(let values):
      text = "[" + values.map { write($0, &random) }.joined(separator: ",") + "]"
    case .object(let object):
      let members = object.members.map {
        "\(quoted($0.key, &random))\(blank):" + write($0.value, &random)
      }
      text = "{" + members.joined(separator: ",") + "}"
    }
    return blank + text + blank
  }

  private func quoted(_ text: String, _ random: inout SplitMix64) -> String {
    let isEscaped = random.below(2) == 0
    var result = "\""
    for unit in text.unicodeScalars {
      if isEscaped || unit == "\"" || unit == "\\" || unit.value < 0x20 {
        for code in String(unit).utf16 {
          let digits = String(code, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      } else {
        result.unicodeScalars.append(unit)
      }
    }
    return result + "\""
  }

  @Test("what is written is read as it was", arguments: 0..<4 as Range<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<500 {
      let value = value(&random, levels: 4)
      let text = write(value, &random)
      #expect(try JSONReader.read(Array(text.utf8)) == value, "seed \(seed): \(text)")
      #expect(
        try JSONReader.read(Array(text.utf8), JSONReaderTests.lenient) == value,
        "seed \(seed): \(text)")
    }
  }

  @Test("a list or object that is cut is never read", arguments: 0..<2 as Range<UInt64>)
  func truncations(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<60 {
      let value = JSONValue.object(["a": value(&random, levels: 3), "b": .string(text(&random))])
      let text = write(value, &random).utf8
      let end = text.lastIndex(of: UInt8(ascii: "}")) ?? text.endIndex
      let whole = Array(text[..<end])
      for count in 0..<whole.count {
        for rules in [JSONReader.Rules(), JSONReaderTests.lenient] {
          #expect(throws: JSONFault.self, "seed \(seed), \(count) of \(text)") {
            try JSONReader.read(Array(whole.prefix(count)), rules)
          }
        }
      }
    }
  }

  @Test("mutated text is read or refused and never traps", arguments: 0..<4 as Range<UInt64>)
  func mutations(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let alphabet = Array(#"{}[]",:\u0123456789eE+-.truefalsnNIy "#.utf8) + [0, 0xFF, 0xC3, 0xA9]
    for _ in 0..<2_000 {
      var bytes = Array(write(value(&random, levels: 3), &random).utf8)
      for _ in 0...random.below(3) {
        let place = random.below(bytes.count + 1)
        switch random.below(3) {
        case 0: bytes.insert(random.pick(alphabet), at: place)
        case 1 where place < bytes.count: bytes[place] = random.pick(alphabet)
        default: if place < bytes.count { bytes.remove(at: place) }
        }
      }
      check(bytes, seed: seed)
    }
  }

  @Test("random bytes are read or refused and never trap", arguments: 0..<4 as Range<UInt64>)
  func anyBytes(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let alphabet = Array(#"{}[]",:\u0123456789eE+-.truefalsn "#.utf8) + [0, 0xFF, 0xC3, 0xA9]
    for _ in 0..<5_000 {
      check((0..<random.below(24)).map { _ in random.pick(alphabet) }, seed: seed)
    }
  }

  private func check(_ bytes: [UInt8], seed: UInt64) {
    for rules in [JSONReader.Rules(), JSONReaderTests.lenient] {
      do {
        _ = try JSONReader.read(bytes, rules)
      } catch {
        #expect(error.offset <= bytes.count, "seed \(seed): \(bytes)")
      }
    }
  }
}
