import TestSupport
import Testing
import WireText

@Suite("JSON that keeps its digits")
struct JSONReaderTests {
  static let lenient: JSONReader.Rules = {
    var rules = JSONReader.Rules(maximumDepth: 64)
    rules.repeatedName = .lastCounts
    rules.nonNumber = .number
    rules.replacesBrokenText = true
    rules.skipsByteOrderMark = true
    rules.takesTrailingComma = true
    return rules
  }()

  private func read(
    _ text: String, _ rules: JSONReader.Rules = JSONReader.Rules()
  ) throws(JSONFault) -> JSONValue {
    try JSONReader.read(Array(text.utf8), rules)
  }

  private func fault(
    _ text: String, _ rules: JSONReader.Rules = JSONReader.Rules()
  ) -> JSONFault? {
    do {
      _ = try read(text, rules)
      return nil
    } catch {
      return error
    }
  }

  @Test("every kind of value is read")
  func values() throws {
    let text =
      #" { "a" : [ 1.10 , -0 , 1E+5 , true , false , null , "x" ] , "b" : { } , "" : [] } "#
    let value = try read(text)
    #expect(
      value
        == .object([
          "a": .array([
            .number("1.10"), .number("-0"), .number("1E+5"), .bool(true), .bool(false), .null,
            .string("x"),
          ]), "b": .object([:]), "": .array([]),
        ]))
    #expect(value["a"]?.array?.first?.text == "1.10")
    #expect(value["b"]?.object?.members.isEmpty == true)
    #expect(value["c"] == nil)
    #expect(value["a"]?["b"] == nil)
  }

  @Test("escapes are what they stand for")
  func escapes() throws {
    let value = try read(#""\"\\\/\b\f\n\r\t\u20b9\uD83D\ude00é₹ a""#)
    #expect(value.string == "\"\\/\u{8}\u{C}\n\r\t₹😀é₹ a")
  }

  @Test(
    "what is no JSON is a fault that says what was expected, and where",
    arguments: [
      ("", "JSON at byte 0: expected a value"), (" ", "JSON at byte 1: expected a value"),
      ("{", "JSON at byte 1: expected a name"), ("[1,]", "JSON at byte 3: expected a value"),
      ("[1", "JSON at byte 2: expected ',' or ']'"), ("{\"a\"}", "JSON at byte 4: expected ':'"),
      ("{\"a\":1", "JSON at byte 6: expected ',' or '}'"),
      ("{\"a\":1,}", "JSON at byte 7: expected a name"),
      ("{'a':1}", "JSON at byte 1: expected a name"),
      ("{\"a\":1,\"a\":2}", "JSON at byte 7: expected each name once"),
      ("01", "JSON at byte 1: expected the end"), ("1 2", "JSON at byte 2: expected the end"),
      ("1.", "JSON at byte 2: expected a digit"), ("-", "JSON at byte 1: expected a digit"),
      ("+1", "JSON at byte 0: expected a value"), (".5", "JSON at byte 0: expected a value"),
      ("1e", "JSON at byte 2: expected a digit of the exponent"),
      ("1e+", "JSON at byte 3: expected a digit of the exponent"),
      ("tru", "JSON at byte 0: expected a value"), ("NaN", "JSON at byte 0: expected a value"),
      ("-Infinity", "JSON at byte 1: expected a digit"), ("\"a", "JSON at byte 2: expected '\"'"),
      ("\"\u{1}\"", "JSON at byte 1: expected an escaped control character"),
      (#""\x""#, "JSON at byte 2: expected a known escape"),
      (#""\"#, "JSON at byte 2: expected an escape"),
      (#""\u12""#, "JSON at byte 5: expected four hexadecimal digits"),
      (#""\ud800""#, "JSON at byte 7: expected a whole surrogate pair"),
      (#""\ud800\u0041""#, "JSON at byte 13: expected a whole surrogate pair"),
      ("\u{FEFF}{}", "JSON at byte 0: expected a value"),
      ("<html>", "JSON at byte 0: expected a value"),
    ])
  func faults(text: String, sentence: String) { #expect(fault(text)?.description == sentence) }

  @Test("bytes that are no UTF-8 are refused, or replaced where the rules say so")
  func brokenText() throws {
    for broken: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x80]] {
      let bytes = Array(#"{"a": ""#.utf8) + broken + Array(#""}"#.utf8)
      #expect(throws: JSONFault.self) { try JSONReader.read(bytes) }
      let text = try JSONReader.read(bytes, Self.lenient)["a"]?.string
      #expect(text?.unicodeScalars.allSatisfy { $0 == "\u{FFFD}" } == true)
    }
    let lone = try read(#"["\ud83dx\udc00", "\ud83d\u0041", "\ud83d\ud83d\ude00"]"#, Self.lenient)
    #expect(lone.array?.map(\.string) == ["\u{FFFD}x\u{FFFD}", "\u{FFFD}A", "\u{FFFD}😀"])
  }

  @Test("nesting is read to its limit and no further", arguments: [1, 32, 64])
  func depth(limit: Int) throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    let rules = JSONReader.Rules(maximumDepth: limit)
    #expect(fault(nested(limit), rules) == nil)
    let refused = try #require(fault(nested(limit + 1), rules))
    #expect(refused.cause == .tooDeep)
    #expect(refused.description == "JSON at byte \(limit): expected at most \(limit) levels")
    #expect(fault(String(repeating: "[", count: 1_000_000), rules)?.cause == .tooDeep)
    #expect(fault(String(repeating: #"{"a":"#, count: 100_000), rules)?.cause == .tooDeep)
  }

  @Test("a repeated name is refused, or its first or last value counts")
  func repeatedNames() throws {
    let text = #"{"a":1,"b":2,"a":3}"#
    #expect(fault(text)?.expected == "each name once")
    var rules = JSONReader.Rules()
    rules.repeatedName = .firstCounts
    #expect(try read(text, rules) == .object(["a": .number("1"), "b": .number("2")]))
    rules.repeatedName = .lastCounts
    #expect(try read(text, rules) == .object(["a": .number("3"), "b": .number("2")]))
  }

  @Test("names are compared by their bytes")
  func canonicallyEqualNames() throws {
    let value = try read(#"{"e\u0301": 1, "\u00e9": 2}"#)
    #expect(value.object?.members.count == 2)
    #expect(value["\u{E9}"] == .number("2"))
    #expect(value["e\u{301}"] == .number("1"))
  }

  @Test("what is no number is null or its word, where the rules say so")
  func nonNumbers() throws {
    var rules = JSONReader.Rules()
    rules.nonNumber = .null
    #expect(try read("[NaN, Infinity, -Infinity]", rules) == .array([.null, .null, .null]))
    rules.nonNumber = .number
    #expect(try read("-Infinity", rules) == .number("-Infinity"))
    #expect(try read("-1", rules) == .number("-1"))
    for text in ["Na", "-Inf", "-N", "Infinit"] { #expect(fault(text, rules) != nil, "\(text)") }
  }

  @Test("a byte order mark and a last comma are taken where the rules say so")
  func tolerances() throws {
    #expect(try read("\u{FEFF}{\"a\": 1 , }", Self.lenient)["a"] == .number("1"))
    for text in ["{,}", "{\"a\":1,,}", "[1,]"] { #expect(fault(text, Self.lenient) != nil) }
  }

  @Test("a fault says what kind it is")
  func causes() {
    for (text, cause) in [
      ("", JSONFault.Cause.unexpectedEnd), ("[1", .unexpectedEnd), ("\"a", .unexpectedEnd),
      ("[x", .unexpectedText), ("{\"a\" 1}", .unexpectedText), ("1 1", .trailingText),
      ("tru", .unexpectedText),
    ] {
      #expect(fault(text)?.cause == cause, "\(text)")
    }
  }
}
