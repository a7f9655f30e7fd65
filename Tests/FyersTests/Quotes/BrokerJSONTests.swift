import Fyers
import Testing
import WireText

@Suite("JSON that keeps its numbers")
struct BrokerJSONTests {
  @Test(
    "what is read is written again",
    arguments: [
      #"{"a": 1.10, "b": [true, false, null, -0.0, 1e5], "c": {}}"#, #""\u00e9\ud83d\ude00\n\"""#,
      "[]", "NaN", "-Infinity", "123456789012345678901234567890.05",
    ])
  func roundTrip(text: String) throws {
    #expect(try BrokerJSON.message(text).pythonText == text)
  }

  @Test("the last value of a key counts, in the place of the first")
  func duplicateKeys() throws {
    #expect(try BrokerJSON.message(#"{"a":1,"b":2,"a":3}"#).pythonText == #"{"a": 3, "b": 2}"#)
  }

  @Test("keys are compared by their bytes")
  func canonicallyEqualKeys() throws {
    let json = try BrokerJSON.message(#"{"e\u0301": 1, "\u00e9": 2}"#)
    #expect(json.object?.members.count == 2)
    #expect(json["\u{E9}"] == .number("2"))
  }

  @Test(
    "malformed text is an error with its place",
    arguments: [
      ("", 0), ("{", 1), ("[1,]", 3), ("{\"a\"}", 4), ("01", 1), ("1.", 2), ("tru", 0),
      ("\"a", 2), ("\"\u{1}\"", 1), (#""\x""#, 2), (#""\u12""#, 5), ("1 2", 2), ("-", 1),
      ("{'a':1}", 1),
    ])
  func malformed(text: String, offset: Int) {
    #expect {
      try BrokerJSON.message(text)
    } throws: { error in
      (error as? JSONFault)?.offset == offset
    }
  }

  @Test("nesting is bounded")
  func deep() {
    let text = String(repeating: "[", count: 100_000)
    #expect(throws: JSONFault.self) { try BrokerJSON.message(text) }
  }

  @Test("a lone surrogate is replaced")
  func surrogates() throws {
    #expect(try BrokerJSON.message(#""\ud83dx\udc00""#).string == "\u{FFFD}x\u{FFFD}")
  }
}
