import Testing

@testable import FyersSimulator

@Suite("JSON in and out")
struct JsonTests {
  @Test(
    "a number is read as exact millionths",
    arguments: [
      ("549.75", 549_750_000), ("1068.45", 1_068_450_000), ("-0.05", -50_000), ("0", 0),
      ("1e2", 100_000_000), ("1.5E-1", 150_000), ("549.7500000000", 549_750_000),
      ("0.00000000", 0), ("9223372036854.775807", .max),
    ] as [(String, Int64)])
  func exact(text: String, micros: Int64) {
    #expect(JsonNumber.micros(text) == micros)
  }

  @Test(
    "a number that is not a whole number of millionths, or does not fit, is refused",
    arguments: ["0.0000001", "9223372036854.775808", "1e300", "1e-300", "", "-", "1.", ".5", "NaN"])
  func inexact(text: String) {
    #expect(JsonNumber.micros(text) == nil)
  }

  @Test(
    "what is no JSON is refused",
    arguments: [
      "", "{", "[1,]", "{\"a\":1,}", "01", "1.", "\"\u{1}\"", "nul", "[1]x", "\"\\ud800\"",
      "{a:1}", "\"open", "--1", "+1",
    ])
  func refused(text: String) {
    #expect(JsonParser.parse(Array(text.utf8)) == nil)
  }

  @Test("text survives writing and reading")
  func roundTrip() {
    let value = Json.of([
      "text": .string("a\"\\\u{1}\u{e9}\n"), "list": .array([.null, .bool(true), .number("1.50")]),
      "object": .of([:]),
    ])
    #expect(JsonParser.parse(value.bytes) == value)
  }

  @Test("nesting has a bound")
  func depth() {
    let deep = Array(repeating: UInt8(ascii: "["), count: 100_000)
    #expect(JsonParser.parse(deep) == nil)
    let fits =
      String(repeating: "[", count: JsonParser.depthMax)
      + String(repeating: "]", count: JsonParser.depthMax)
    #expect(JsonParser.parse(Array(fits.utf8)) != nil)
  }

  @Test("damaged text never traps", arguments: 0..<200 as Range<UInt64>)
  func fuzz(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var bytes = Array("{\"symbol\":\"NSE:SBIN-EQ\",\"qty\":1,\"x\":[1.5e2,\"\\u0041\",null]}".utf8)
    for _ in 0..<random.below(6) + 1 {
      bytes[Int(random.below(UInt64(bytes.count)))] = UInt8(random.below(256))
    }
    bytes.removeLast(Int(random.below(UInt64(bytes.count))))
    if let value = JsonParser.parse(bytes) {
      #expect(JsonParser.parse(value.bytes) == value, "seed \(seed)")
    }
  }
}
