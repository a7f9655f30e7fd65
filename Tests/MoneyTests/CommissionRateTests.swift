import Money
import TestSupport
import Testing

@Suite("commission rate")
struct CommissionRateTests {
  @Test(
    "a charge rounds half up to the paisa",
    arguments: [
      ("0.0005", "54950", "27.48"), ("0.0005", "55000", "27.50"), ("0.0005", "10", "0.01"),
      ("0.0005", "9.99", "0.00"), ("0.0005", "9.999999", "0.00"), ("0", "1000000", "0.00"),
      ("1", "123.456", "123.46"), ("1", "0.005", "0.01"), ("1", "0.004999", "0.00"),
      ("0.000000001", "5000000", "0.01"), ("0.000000001", "4999999.99", "0.00"),
      ("1", "9223372036854.77", "9223372036854.77"),
    ])
  func charges(rate: String, value: String, expected: String) throws {
    let rate = try #require(CommissionRate(parsing: rate))
    #expect(try rate.charge(on: rupees(value)) == rupees(expected))
  }

  @Test("a charge that rounds up beyond the range is an error")
  func overflow() throws {
    let whole = try #require(CommissionRate(parsing: "1"))
    #expect(throws: MoneyError.overflow) { try whole.charge(on: Amount(micros: .max)) }
  }

  @Test(
    "a rate has at most nine decimals and lies between 0 and 1",
    arguments: [
      ("0", 0), ("1", 1_000_000_000), ("1.000000000", 1_000_000_000), ("0.0005", 500_000),
      ("0.000000001", 1), ("-0", 0), ("1.000000001", nil), ("-0.1", nil), ("0.0000000001", nil),
      ("", nil), (".5", nil), ("5e-4", nil), ("0.05%", nil),
    ] as [(String, Int64?)])
  func parsing(text: String, nanos: Int64?) {
    #expect(CommissionRate(parsing: text)?.nanos == nanos)
  }

  @Test("the text of a rate reads back as the rate")
  func roundTrip() throws {
    #expect(CommissionRate.standard.description == "0.0005")
    for seed in UInt64(0)..<2_000 {
      var generator = SplitMix64(seed: seed)
      let rate = try #require(CommissionRate(nanos: Int64(generator.next() % 1_000_000_001)))
      #expect(CommissionRate(parsing: rate.description) == rate, "seed \(seed)")
    }
  }

  @Test("a charge is whole paise, within half a paisa of the exact one")
  func chargeIsNearest() throws {
    for seed in UInt64(0)..<5_000 {
      var generator = SplitMix64(seed: seed)
      let rate = try #require(CommissionRate(nanos: Int64(generator.next() % 1_000_000_001)))
      let value = Amount(micros: Int64((generator.next() >> 2) >> (generator.next() % 60)))
      let charge = try rate.charge(on: value)
      let exact = Int128(value.micros) * Int128(rate.nanos)
      let error = Int128(charge.micros) * 1_000_000_000 - exact
      #expect(charge.micros % Amount.microsPerPaisa == 0, "seed \(seed)")
      #expect(-5_000_000_000_000 < error && error <= 5_000_000_000_000, "seed \(seed)")
    }
  }
}
