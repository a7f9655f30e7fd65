import Money
import TestSupport
import Testing
import WireText

@testable import Fyers

@Suite("JSON keeps the digits of numbers")
struct JSONTests {
  @Test(
    "a price is read from its digits",
    arguments: [
      ("549.75", Int64(549_750_000)), ("\"549.75\"", 549_750_000), ("0.1", 100_000), ("0", 0),
      ("-0", 0), ("1e3", 1_000_000_000), ("1.5E-3", 1_500), ("1063.4812345", 1_063_481_235),
      ("0.0000005", 1), ("0.0000004", 0), ("-2.0000005", -2_000_001), ("3.133", 3_133_000),
      ("9223372036854.775807", .max), ("9223372036854.775808", nil), ("1e400", nil),
      ("\"abc\"", nil), ("\"12abc\"", nil), ("\"\"", nil), ("true", nil), ("null", nil),
      ("\"1e-9223372036854775808\"", nil), ("1e-999", 0), ("\"+5.50\"", 5_500_000),
    ] as [(String, Int64?)])
  func prices(text: String, micros: Int64?) throws {
    let value = try BrokerJSON.reply(Array(text.utf8))
    #expect(value.price?.micros == micros)
  }

  @Test(
    "whole numbers are exact or nothing",
    arguments: [
      ("12", Int64(12)), ("12.0", 12), ("\"12\"", 12), ("12.5", nil), ("1e2", 100),
      ("9223372036854775807", .max), ("9223372036854775808", nil), ("-9223372036854775808", .min),
    ] as [(String, Int64?)])
  func integers(text: String, value: Int64?) throws {
    #expect(try BrokerJSON.reply(Array(text.utf8)).int64 == value)
  }

  @Test("what a number is written as comes back from its digits", arguments: [UInt64(11), 12])
  func roundTrip(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<2_000 {
      let micros =
        Int64.random(in: .min + 1 ... .max, using: &random)
        >> Int64.random(in: 0...60, using: &random)
      let text = DecimalText.format(micros, decimals: 6, minimumDecimals: 0)
      #expect(JSONValue.number(text).price?.micros == micros, "seed \(seed)")
    }
  }

  @Test(
    "what is no JSON is an error",
    arguments: [
      "", " ", "{", "[1,]", "{\"a\"}", "{\"a\":}", "{a:1}", "01", "1.", ".5", "-", "1e", "+1",
      "tru",
      "\"", "\"\\x\"", "\"\\u12\"", "\"\u{01}\"", "[1] 2", "<html>", "{\"a\":1,}",
    ])
  func malformed(text: String) {
    #expect(throws: JSONFault.self) { try BrokerJSON.reply(Array(text.utf8)) }
  }

  @Test("depth is limited, so that nesting cannot exhaust the stack")
  func depth() throws {
    #expect(throws: JSONFault.self) {
      try BrokerJSON.reply(Array(String(repeating: "[", count: 100_000).utf8))
    }
    let deep = String(repeating: "[", count: 60) + String(repeating: "]", count: 60)
    #expect(try BrokerJSON.reply(Array(deep.utf8)).array?.count == 1)
  }

  @Test("texts are read and written like the official client's")
  func texts() throws {
    let value = try BrokerJSON.reply(Array(#"{"a": "₹\u20b9\ud83d\ude00\/\"\\\n\ud800"}"#.utf8))
    #expect(value["a"]?.text == "₹₹😀/\"\\\n\u{FFFD}")
    #expect(JSONValue.string("₹😀\"\u{7F}").pythonText == #""\u20b9\ud83d\ude00\"\u007f""#)
    #expect(try BrokerJSON.reply(Array("\u{FEFF}[NaN, -Infinity]".utf8)) == .array([.null, .null]))
    #expect(try BrokerJSON.reply(Array(#"{"a":1,"a":2}"#.utf8))["a"] == .number("2"))
  }
}
