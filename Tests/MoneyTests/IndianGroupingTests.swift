import Money
import Testing

@Suite("Indian digit grouping")
struct IndianGroupingTests {
  @Test(
    "groups the last three digits, then pairs",
    arguments: [
      ("0.00", "0.00"), ("999", "999"), ("1000", "1,000"), ("99999.5", "99,999.5"),
      ("100000", "1,00,000"), ("-12345678.90", "-1,23,45,678.90"),
    ])
  func grouping(text: String, expected: String) {
    #expect(IndianGrouping.grouped(text) == expected)
  }
}
