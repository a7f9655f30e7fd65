import Market
import Reporting
import TestSupport
import Trading
import Testing

@Suite("log line")
struct LogLineTests {
  @Test("is time, level, name and text, in Indian time")
  func shape() {
    let line = LogLine(time: moment(722), level: .info, name: "ema_cross", text: "hello ₹5")
    #expect(text(line) == "09:15:00.722 INFO ema_cross hello ₹5\n")
    let early = LogLine(time: nil, level: .alert, name: "sauda", text: "")
    #expect(text(early) == "--:--:--.--- ALERT sauda \n")
  }

  @Test(
    "escapes what could break a line, hide text or turn it",
    arguments: [
      ("a\nb", #"a\nb"#), ("a\r\nb", #"a\r\nb"#), ("\t", #"\t"#), ("\u{0}", #"\x00"#),
      ("\u{1B}[31m", #"\x1B[31m"#), ("\u{7F}", #"\x7F"#), ("\u{85}", #"\u{85}"#),
      ("\u{200B}\u{FEFF}", #"\u{200B}\u{FEFF}"#), ("\u{2028}\u{2029}", #"\u{2028}\u{2029}"#),
      ("\u{202E}\u{2066}\u{61C}", #"\u{202E}\u{2066}\u{61C}"#), ("\u{E0001}", #"\u{E0001}"#),
      ("हिन्दी 🪔 ₹", "हिन्दी 🪔 ₹"),
    ])
  func escapes(raw: String, expected: String) {
    #expect(SafeText.escaped(raw) == expected)
    #expect(SafeText.escaped(bytes: Array(raw.utf8)) == expected)
  }

  @Test(
    "shows bytes that are no UTF-8",
    arguments: [
      ([0xFF], #"\xFF"#), ([0x61, 0xC3], #"a\xC3"#), ([0xC0, 0xAF], #"\xC0\xAF"#),
      ([0xED, 0xA0, 0x80], #"\xED\xA0\x80"#), ([0xF4, 0x90, 0x80, 0x80], #"\xF4\x90\x80\x80"#),
      ([0xE2, 0x82, 0x41], #"\xE2\x82A"#), ([0xE0, 0x80, 0xAF], #"\xE0\x80\xAF"#),
    ] as [([UInt8], String)])
  func invalidBytes(bytes: [UInt8], expected: String) {
    #expect(SafeText.escaped(bytes: bytes) == expected)
  }

  @Test("no character that a terminal acts on survives, in any plane")
  func everyCharacter() {
    let dangerous: [ClosedRange<UInt32>] = [
      0x00...0x1F, 0x7F...0x9F, 0x61C...0x61C, 0x200B...0x200F, 0x2028...0x202E,
      0x2066...0x2069, 0xFEFF...0xFEFF,
    ]
    for value in dangerous.joined() {
      guard let scalar = Unicode.Scalar(value) else { continue }
      #expect(!SafeText.isPlain(scalar), "U+\(String(value, radix: 16))")
    }
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let bytes = Array(String(Character(scalar)).utf8)
      let isKept = SafeText.escaped(bytes: bytes) == String(Character(scalar))
      if isKept != SafeText.isPlain(scalar) {
        Issue.record("U+\(String(value, radix: 16))")
      }
    }
  }

  @Test("random bytes make one line of valid, harmless UTF-8 that is never too long")
  func randomBytes() {
    for seed in UInt64(0)..<400 {
      var generator = SplitMix64(seed: seed)
      let count = Int(generator.next() % 12_000)
      let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      let line = LogLine(time: moment(), level: .warn, name: "x", text: bytes).bytes
      let decoded = String(decoding: line, as: UTF8.self)
      let isSafe =
        line.count <= LogLine.byteLimit && Array(decoded.utf8) == line
        && decoded.hasSuffix("\n")
        && decoded.unicodeScalars.dropLast().allSatisfy(SafeText.isPlain)
      #expect(isSafe, "seed \(seed)")
    }
  }

  @Test("a text that is too long ends in a mark that counts what is missing")
  func cut() {
    let long = LogLine(
      time: moment(), level: .info, name: "x", text: String(repeating: "₹", count: 5_000))
    let line = text(long)
    #expect(line.utf8.count <= LogLine.byteLimit && line.utf8.count > LogLine.byteLimit - 60)
    let kept = line.filter { $0 == "₹" }.count
    #expect(line.hasSuffix("₹… [\(15_000 - 3 * kept) bytes cut]\n"))
    let fitting = LogLine(
      time: moment(), level: .info, name: "x",
      text: String(repeating: "a", count: LogLine.byteLimit - 21))
    #expect(text(fitting).utf8.count == LogLine.byteLimit)
    #expect(text(fitting).hasSuffix("a\n"))
  }

  @Test("levels have an order and names")
  func levels() {
    #expect(LogLevel.allCases == LogLevel.allCases.sorted())
    #expect(LogLevel(name: "warn") == .warn && LogLevel(name: "INFO") == .info)
    #expect(LogLevel(name: "loud") == nil)
  }

  private func text(_ line: LogLine) -> String { String(decoding: line.bytes, as: UTF8.self) }
}
