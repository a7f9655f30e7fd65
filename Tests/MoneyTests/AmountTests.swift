import Money
import TestSupport
import Testing

@Suite("amount")
struct AmountTests {
  @Test("sums and differences are exact up to the ends of the range, and errors beyond")
  func arithmetic() throws {
    let largest = Amount(micros: .max)
    let smallest = Amount(micros: .min)
    let unit = Amount(micros: 1)
    #expect(try largest.adding(smallest) == Amount(micros: -1))
    #expect(try largest.subtracting(unit).adding(unit) == largest)
    #expect(throws: MoneyError.overflow) { try largest.adding(unit) }
    #expect(throws: MoneyError.overflow) { try smallest.subtracting(unit) }
    #expect(throws: MoneyError.overflow) { try Amount.zero.subtracting(smallest) }
    #expect(throws: MoneyError.overflow) { try smallest.negated() }
    #expect(try largest.negated() == Amount(micros: -.max))
    #expect(throws: MoneyError.overflow) { try Amount(exactly: Int128(Int64.max) + 1) }
  }

  @Test(
    "a share of a cost rounds half up to the millionth",
    arguments: [
      ("100", 1, 3, "33.333333"), ("200", 1, 3, "66.666667"), ("0.000001", 1, 2, "0.000001"),
      ("0.000003", 1, 2, "0.000002"), ("-0.000001", 1, 2, "-0.000001"), ("55000", 40, 100, "22000"),
      ("55000", 0, 100, "0"), ("55000", 100, 100, "55000"),
    ] as [(String, Int64, Int64, String)])
  func shares(cost: String, part: Int64, whole: Int64, expected: String) throws {
    #expect(try rupees(cost).share(of: part, in: whole) == rupees(expected))
  }

  @Test("a share of nothing held is an error, and the largest cost has shares")
  func shareEdges() throws {
    #expect(throws: MoneyError.divisionByZero) { try rupees("1").share(of: 0, in: 0) }
    let largest = Amount(micros: .max)
    #expect(try largest.share(of: .max, in: .max) == largest)
    #expect(try largest.share(of: 1, in: .max) == Amount(micros: 1))
    #expect(try largest.share(of: .max - 1, in: .max) == Amount(micros: .max - 1))
    #expect(throws: MoneyError.overflow) { try largest.share(of: 3, in: 2) }
  }

  @Test("taking shares one after the other loses nothing when the last takes the rest")
  func sharesAddUp() throws {
    for seed in UInt64(0)..<2_000 {
      var generator = SplitMix64(seed: seed)
      let cost = Amount(micros: generator.anyInt64() >> 1)
      var restOfCost = cost
      var held = Int64(generator.next() % 1_000) + 1
      var taken = Amount.zero
      while held > 0 {
        let part = Int64(generator.next() % UInt64(held)) + 1
        let share = try restOfCost.share(of: part, in: held)
        taken = try taken.adding(share)
        restOfCost = try restOfCost.subtracting(share)
        held -= part
      }
      #expect(taken == cost && restOfCost == .zero, "seed \(seed)")
    }
  }

  @Test("a share is within half a millionth of the true quotient")
  func shareIsNearest() throws {
    for seed in UInt64(0)..<5_000 {
      var generator = SplitMix64(seed: seed)
      let amount = Amount(micros: generator.anyInt64())
      let whole = Int64((generator.next() >> 1) >> (generator.next() % 62)) + 1
      let part = Int64(generator.next() % UInt64(whole))
      let share = try amount.share(of: part, in: whole)
      let error =
        Int128(amount.micros) * Int128(part) - Int128(share.micros) * Int128(whole)
      #expect((error < 0 ? -error : error) * 2 <= Int128(whole), "seed \(seed)")
    }
  }

  @Test(
    "the quotient rounds half away from zero",
    arguments: [
      (5, 2, 3), (-5, 2, -3), (4, 2, 2), (7, 3, 2), (8, 3, 3), (-7, 3, -2), (-8, 3, -3), (0, 7, 0),
      (1, 2, 1), (-1, 2, -1), (1, 3, 0), (Int128(Int64.min), 1, Int128(Int64.min)),
      (Int128(Int64.min), 2, Int128(Int64.min) / 2), (Int128(Int64.max), 2, Int128(1) << 62),
      (Int128(Int64.max), Int128(Int64.max), 1), (Int128(Int64.max) + 1, 2, Int128(1) << 62),
      (Int128(Int64.max) * 4, 8, Int128(1) << 62), (3, Int128(Int64.max) + 7, 0),
    ] as [(Int128, Int128, Int128)])
  func rounding(numerator: Int128, denominator: Int128, expected: Int128) {
    #expect(roundedHalfAway(numerator, dividedBy: denominator) == expected)
  }

  @Test(
    "the floor goes towards negative infinity",
    arguments: [(7, 2, 3), (-7, 2, -4), (-8, 2, -4), (0, 5, 0), (-1, 100, -1)]
      as [(Int128, Int128, Int128)])
  func flooring(numerator: Int128, denominator: Int128, expected: Int128) {
    #expect(floorDivision(numerator, by: denominator) == expected)
  }

  @Test("errors say what was expected")
  func errors() {
    #expect(
      MoneyError.overflow.description
        == "amount: expected at most ±9223372036854.775807, the result is larger")
    #expect(MoneyError.divisionByZero.description.contains("other than zero"))
  }
}
