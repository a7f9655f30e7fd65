import Money
import TestSupport
import Testing

@Suite("decimal text")
struct DecimalTextTests {
  @Test(
    "the whole text is a number, or nothing is",
    arguments: [
      ("0", 0), ("-0", 0), ("-0.00", 0), ("549.75", 549_750_000), ("007", 7_000_000),
      ("0.000001", 1), ("-77.48", -77_480_000), ("9223372036854.775807", .max),
      ("-9223372036854.775808", .min), ("1.500000", 1_500_000),
      ("9223372036854.775808", nil), ("-9223372036854.775809", nil), ("99999999999999999999", nil),
      ("0.0000001", nil), ("1.0000000", nil), ("", nil), ("-", nil), (".", nil), (".5", nil),
      ("5.", nil), ("-.5", nil), ("+1", nil), ("1e3", nil), ("1E3", nil), ("0x10", nil),
      ("1,000", nil), ("1_000", nil), (" 1", nil), ("1 ", nil), ("1\n", nil), ("1\0", nil),
      ("1.2.3", nil), ("--1", nil), ("1-", nil), ("nan", nil), ("inf", nil), ("-inf", nil),
      ("₹5", nil), ("१२", nil), ("１", nil), ("12abc", nil),
    ] as [(String, Int64?)])
  func parsing(text: String, micros: Int64?) {
    #expect(Amount(parsing: text)?.micros == micros)
    #expect(Price(parsing: text)?.micros == micros)
    #expect(DecimalText.parse(bytes: Array(text.utf8), decimals: 6) == micros)
  }

  @Test(
    "text is exact, with at least two decimals, and zero has no sign",
    arguments: [
      (0, "0.00"), (1, "0.000001"), (-1, "-0.000001"), (10_000, "0.01"), (1_500_000, "1.50"),
      (444_972_500_000, "444972.50"), (-77_480_000, "-77.48"), (2_500, "0.0025"),
      (.max, "9223372036854.775807"), (.min, "-9223372036854.775808"),
    ] as [(Int64, String)])
  func formatting(micros: Int64, expected: String) {
    #expect(Amount(micros: micros).description == expected)
    #expect(Price(micros: micros).description == expected)
  }

  @Test("decimals may be none, or as many as a 64-bit number has digits")
  func otherScales() {
    #expect(DecimalText.parse("12", decimals: 0) == 12)
    #expect(DecimalText.parse("12.0", decimals: 0) == nil)
    #expect(DecimalText.parse("9.223372036854775807", decimals: 18) == .max)
    #expect(DecimalText.parse("9.3", decimals: 18) == nil)
    #expect(DecimalText.format(12, decimals: 0, minimumDecimals: 0) == "12")
    #expect(DecimalText.format(.min, decimals: 18, minimumDecimals: 0) == "-9.223372036854775808")
    #expect(DecimalText.format(1_200, decimals: 3, minimumDecimals: 0) == "1.2")
    #expect(DecimalText.format(1_000, decimals: 3, minimumDecimals: 0) == "1")
  }

  @Test("the text of any amount reads back as the amount")
  func roundTrip() {
    for seed in UInt64(0)..<20_000 {
      var generator = SplitMix64(seed: seed)
      let amount = Amount(micros: generator.anyInt64())
      #expect(Amount(parsing: amount.description) == amount, "seed \(seed)")
    }
  }

  @Test("any text that reads as an amount is the text of the amount, but for needless zeros")
  func readTextsAreNumbers() {
    let alphabet = Array("0123456789.-+e ".utf8)
    for seed in UInt64(0)..<20_000 {
      var generator = SplitMix64(seed: seed)
      let count = Int(generator.next() % 10)
      let bytes = (0..<count).map { _ in alphabet[Int(generator.next() % 15)] }
      let text = String(decoding: bytes, as: UTF8.self)
      let isNumber = text.wholeMatch(of: /-?[0-9]+(\.[0-9]{1,6})?/) != nil
      let amount = Amount(parsing: text)
      #expect((amount != nil) == isNumber, "seed \(seed): \(text)")
      guard let amount else { continue }
      #expect(Self.trimmed(text) == Self.trimmed(amount.description), "seed \(seed): \(text)")
    }
  }

  @Test("grouping only adds commas")
  func grouping() {
    for seed in UInt64(0)..<2_000 {
      var generator = SplitMix64(seed: seed)
      let text = Amount(micros: generator.anyInt64()).description
      let grouped = IndianGrouping.grouped(text)
      #expect(grouped.filter { $0 != "," } == text, "seed \(seed)")
      let whole = grouped.split(separator: ".")[0].drop { $0 == "-" }
      let groups = whole.split(separator: ",", omittingEmptySubsequences: false)
      let isIndian =
        groups.count == 1
        || (groups.last?.count == 3 && (1...2).contains(groups[0].count)
          && groups.dropFirst().dropLast().allSatisfy { $0.count == 2 })
      #expect(isIndian, "seed \(seed): \(grouped)")
    }
  }

  /// The text without needless zeros and without the sign of a zero.
  private static func trimmed(_ text: String) -> String {
    var digits = text.drop { $0 == "-" }[...]
    digits = digits.drop { $0 == "0" }
    if digits.contains(".") {
      while digits.last == "0" { digits.removeLast() }
      if digits.last == "." { digits.removeLast() }
    }
    if digits.isEmpty { return "0" }
    return (text.hasPrefix("-") ? "-" : "") + digits
  }
}
