import TestSupport
import Testing
import WireText

@Suite("Exact numbers")
struct ExactDecimalTests {
  @Test(
    "numbers keep their digits",
    arguments: [
      ("0.1", 6, ExactDecimal.Units.exactly(100_000)),
      ("123456789.05", 6, .exactly(123_456_789_050_000)),
      ("5.5e2", 6, .exactly(550_000_000)), ("55000E-2", 6, .exactly(550_000_000)),
      ("1e2", 0, .exactly(100)), ("100.00", 0, .exactly(100)), ("1.5", 0, .tooFine),
      ("0.0000001", 6, .tooFine), ("9223372036854775807", 0, .exactly(.max)),
      ("9223372036854775808", 0, .tooLarge), ("-9223372036854775808", 0, .exactly(.min)),
      ("1e400", 0, .tooLarge), ("1e-400", 0, .tooFine), ("0e999999999999", 0, .exactly(0)),
      ("-0.0", 6, .exactly(0)), ("1e99999999999999999999999", 9, .tooLarge),
      ("007", 0, .exactly(7)),
    ])
  func units(text: String, decimals: Int, units: ExactDecimal.Units) throws {
    #expect(try #require(ExactDecimal(text, .json)).units(decimals: decimals) == units)
  }

  @Test(
    "finer digits are rounded half away from zero when they may be",
    arguments: [
      ("0.0000005", Int64(1)), ("0.0000004999", 0), ("0.00000005", 0), ("-2.0000005", -2_000_001),
      ("1063.4812345", 1_063_481_235), ("1e-999", 0), ("9e-7", 1), ("0.9999995", 1_000_000),
      ("9223372036854.7758074", .max), ("9223372036854.7758075", nil), ("12.5", 12_500_000),
    ] as [(String, Int64?)])
  func rounding(text: String, micros: Int64?) throws {
    let number = try #require(ExactDecimal(text, .json))
    #expect(number.units(decimals: 6, rounding: true).exact == micros)
  }

  @Test(
    "text that is no number is none",
    arguments: [
      "", "-", ".5", "5.", "1e", "1e+", "+1", " 1", "1 ", "NaN", "Infinity", "0x10", "1,5", "१",
      "1.2.3", "1e2.5", "--1",
    ])
  func notNumbers(text: String) { #expect(ExactDecimal(text, .json) == nil) }

  @Test("a form says what may be written")
  func forms() {
    #expect(ExactDecimal("1e2", .plain) == nil)
    #expect(ExactDecimal("1e1000", .json(largestExponent: 1_000)) != nil)
    #expect(ExactDecimal("1e1001", .json(largestExponent: 1_000)) == nil)
    #expect(ExactDecimal("1e-9223372036854775808", .json(largestExponent: 1_000)) == nil)
    let loose = ExactDecimal.Form.loose(largestExponent: 1_000)
    for text in ["+5.50", "5.5", "+5.5e0"] {
      #expect(ExactDecimal(text, loose) == ExactDecimal("5.50", .json), "\(text)")
    }
    #expect(ExactDecimal(".5", loose)?.units(decimals: 1) == .exactly(5))
    #expect(ExactDecimal("5.", loose)?.units(decimals: 1) == .exactly(50))
    for text in [".", "+", "", "+-1", "1e1001"] {
      #expect(ExactDecimal(text, loose) == nil, "\(text)")
    }
  }

  @Test("units written out come back", arguments: 0..<4 as Range<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<2_000 {
      let units = Int64.random(in: .min ... .max, using: &random) >> Int64(random.below(63))
      let number = try #require(ExactDecimal("\(units)e-6", .json))
      #expect(number.units(decimals: 6) == .exactly(units), "seed \(seed)")
      let text = try #require(number.plainText)
      #expect(
        ExactDecimal(text, .plain)?.units(decimals: 6) == .exactly(units), "seed \(seed): \(text)")
    }
  }

  @Test(
    "a number is written plainly",
    arguments: [
      ("0", "0"), ("-0.0", "0"), ("1e3", "1000"), ("1.50", "1.5"), ("5E-4", "0.0005"),
      ("-12.340", "-12.34"), ("1200", "1200"), ("0.1e1", "1"), ("1e128", nil), ("1e-129", nil),
      ("1e-3", "0.001"), ("123e-3", "0.123"), ("123e-2", "1.23"),
    ] as [(String, String?)])
  func plainText(text: String, plain: String?) throws {
    #expect(try #require(ExactDecimal(text, .json)).plainText == plain)
  }
}
