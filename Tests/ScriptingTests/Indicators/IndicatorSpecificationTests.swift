import Testing

@testable import Scripting

@Suite("Indicator parameters")
struct IndicatorSpecificationTests {
  struct Refusal: Sendable, CustomTestStringConvertible {
    let kind: IndicatorKind
    let arguments: [Double]
    let message: String
    var testDescription: String { message }
  }

  @Test(
    "are refused with the name, the range and the value",
    arguments: [
      Refusal(
        kind: .ema, arguments: [2.5],
        message: "ta.ema: period: expected a whole number from 1 to 100000, was 2.5"),
      Refusal(
        kind: .rsi, arguments: [1],
        message: "ta.rsi: period: expected a whole number from 2 to 100000, was 1"),
      Refusal(
        kind: .sma, arguments: [.nan],
        message: "ta.sma: period: expected a whole number from 1 to 100000, was nan"),
      Refusal(
        kind: .sma, arguments: [1e300],
        message: "ta.sma: period: expected a whole number from 1 to 100000, was 1e+300"),
      Refusal(
        kind: .bbands, arguments: [20, -1],
        message: "ta.bbands: deviations: expected a number from 0 to 1000000, was -1"),
      Refusal(kind: .vwap, arguments: [3], message: "ta.vwap: takes no numbers, got 1"),
      Refusal(
        kind: .ema, arguments: [3, 4], message: "ta.ema: takes at most 1 number (period), got 2"),
      Refusal(
        kind: .macd, arguments: [1, 2, 3, 4],
        message: "ta.macd: takes at most 3 numbers (fast, slow, signal), got 4"),
    ])
  func refusals(refusal: Refusal) {
    do throws(IndicatorError) {
      _ = try IndicatorSpecification(refusal.kind, refusal.arguments)
      Issue.record("\(refusal.kind) took \(refusal.arguments)")
    } catch {
      #expect(error.description == refusal.message)
    }
  }

  @Test("have TA-Lib's defaults")
  func defaults() throws {
    #expect(try IndicatorSpecification(.macd).arguments == [12, 26, 9])
    #expect(try IndicatorSpecification(.stoch).arguments == [5, 3, 3])
    #expect(try IndicatorSpecification(.bbands).arguments == [20, 2, 2])
    #expect(try IndicatorSpecification(.bbands, [10, 3]).arguments == [10, 3, 3])
    #expect(try IndicatorSpecification(.bbands, [10, nil, 1]).arguments == [10, 2, 1])
    #expect(try IndicatorSpecification(.supertrend).arguments == [10, 3])
    #expect(try IndicatorSpecification(.keltner).arguments == [20, 10, 2])
  }

  @Test("of a Keltner channel: two numbers are the period and the multiplier")
  func keltner() throws {
    #expect(try IndicatorSpecification(.keltner, [20, 1.5]).arguments == [20, 10, 1.5])
    #expect(try IndicatorSpecification(.keltner, [20, 14, 1.5]).arguments == [20, 14, 1.5])
  }

  @Test("tell what an indicator will hold", arguments: IndicatorKind.allCases)
  func memory(kind: IndicatorKind) throws {
    let bytes = try IndicatorSpecification(kind).memoryBytes
    #expect(bytes >= 512 && bytes < 8_192)
  }
}
