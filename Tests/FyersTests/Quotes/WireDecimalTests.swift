import Fyers
import Testing
import WireText

@Suite("Decimal numbers from their digits")
struct WireDecimalTests {
  @Test(
    "numbers are exact or refused",
    arguments: [
      ("549.75", 549_750_000), ("0", 0), ("-0.5", -500_000), ("1e2", 100_000_000),
      ("5.4975E+2", 549_750_000), ("1e-6", 1), ("1.0000000", 1_000_000), ("0.0000001", nil),
      ("9223372036854.775807", .max), ("9223372036854.775808", nil), ("1e999", nil),
      ("1e99999999999999999999", nil), ("", nil), ("-", nil), ("1.", nil), (".5", nil),
      ("1e", nil), ("+1", nil), ("1 ", nil), ("NaN", nil), ("0x1", nil), ("1,0", nil),
      ("0e1000", 0),
    ] as [(String, Int64?)])
  func exact(text: String, expected: Int64?) {
    #expect(WireDecimal.micros(text) == expected)
  }

  @Test(
    "averages are rounded half away from zero",
    arguments: [
      ("0.0000005", 1), ("0.00000049", 0), ("-1.2345675", -1_234_568), ("1.23456749", 1_234_567),
      ("1e-8", 0), ("9e-7", 1), ("9223372036854.7758075", nil),
    ] as [(String, Int64?)])
  func rounded(text: String, expected: Int64?) {
    #expect(WireDecimal.micros(text, surplus: .round) == expected)
  }

  @Test("whole numbers may be written with a fraction of zeros")
  func integers() {
    #expect(WireDecimal.integer(.number("10.0")) == 10)
    #expect(WireDecimal.integer(.string("-7")) == -7)
    #expect(WireDecimal.integer(.number("1.5")) == nil)
    #expect(WireDecimal.integer(.bool(true)) == nil)
  }
}
