import Money
import Testing

@Suite("price")
struct PriceTests {
  @Test(
    "the value of units is exact",
    arguments: [
      ("549.75", 100, "54975"), ("0.0025", 3, "0.0075"), ("0.000001", 1, "0.000001"),
      ("550", 0, "0"), ("550", -7, "-3850"), ("9223372036854.775807", 1, "9223372036854.775807"),
    ] as [(String, Int64, String)])
  func values(text: String, quantity: Int64, expected: String) throws {
    #expect(try price(text).value(of: quantity) == rupees(expected))
  }

  @Test("a value beyond the range is an error")
  func overflow() {
    #expect(throws: MoneyError.overflow) { try price("550").value(of: .max) }
    #expect(throws: MoneyError.overflow) { try Price(micros: .min).value(of: -1) }
    #expect(throws: MoneyError.overflow) { try Price(micros: .max).value(of: 2) }
  }

  @Test("prices are ordered by value")
  func order() {
    #expect(price("9.99") < price("10") && !(price("10") < price("10.00")))
  }
}
