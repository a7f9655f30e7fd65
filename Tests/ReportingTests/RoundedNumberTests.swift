import Money
import Reporting
import TestSupport
import Trading
import Testing

@Suite("rounded number")
struct RoundedNumberTests {
  @Test(
    "percentages round half away from zero to six decimals, at least two shown",
    arguments: [
      ("1000", "55000", "1.818182"), ("-77.48", "55000", "-0.140873"), ("75000", "500000", "15.00"),
      ("0", "500000", "0.00"), ("5", "0", "0.00"), ("-5", "0", "0.00"), ("1", "3", "33.333333"),
      ("-2", "3", "-66.666667"), ("0.000001", "200", "0.000001"), ("0.000001", "201", "0.00"),
      ("-0.000001", "300", "0.00"), ("0.5", "100", "0.50"), ("1", "-4", "-25.00"),
    ])
  func percentages(part: String, base: String, expected: String) {
    let percentage = RoundedNumber.percentage(of: rupees(part), in: rupees(base))
    #expect(percentage.description == expected)
  }

  @Test("the whole range of amounts has a percentage")
  func extremes() {
    let largest = Amount(micros: .max)
    let smallest = Amount(micros: .min)
    let unit = Amount(micros: 1)
    #expect(
      RoundedNumber.percentage(of: smallest, in: unit).description == "-922337203685477580800.00")
    #expect(RoundedNumber.percentage(of: smallest, in: smallest).description == "100.00")
    #expect(RoundedNumber.percentage(of: unit, in: largest) == .zero)
    #expect(RoundedNumber(.max, over: 1) == nil && RoundedNumber(1, over: 0) == nil)
    #expect(RoundedNumber(.min, over: 1) == nil && RoundedNumber(1, over: .min) == nil)
  }

  @Test(
    "a floating-point statistic is taken only when it is sensible",
    arguments: [
      (1.5, "1.50"), (-0.0, "0.00"), (-0.0000001, "0.00"), (2.0 / 3, "0.666667"), (.nan, nil),
      (.infinity, nil), (1e13, nil), (-1e13, nil),
    ] as [(Double, String?)])
  func fromDouble(value: Double, expected: String?) {
    #expect(RoundedNumber(value)?.description == expected)
  }

  @Test("the text of any figure reads back as the figure")
  func roundTrip() {
    for seed in UInt64(0)..<5_000 {
      var generator = SplitMix64(seed: seed)
      let micros = generator.anyInt64()
      let text = RoundedNumber(millionths: Int128(micros)).description
      #expect(Amount(parsing: text)?.micros == micros, "seed \(seed)")
      #expect(text == Amount(micros: micros).description, "seed \(seed)")
    }
  }

  @Test("the average price is the cost of one unit, rounded half up")
  func averagePrice() {
    func average(_ cost: String, _ quantity: Int64) -> String {
      PositionReport(
        symbol: "X", quantity: quantity, cost: rupees(cost), currentPrice: .zero,
        unrealizedPnL: .zero
      ).averagePrice.description
    }
    #expect(average("55000", 100) == "550.00")
    #expect(average("100", 3) == "33.333333" && average("200", 3) == "66.666667")
    #expect(average("0.000003", 2) == "0.000002" && average("100", -8) == "12.50")
    #expect(average("100", 0) == "0.00" && average("100", .min) == "0.00")
  }
}
