import Scripting

/// Updates of indicators fed with single values or bars.
enum IndicatorBenchmark {
  private static let count = 1_000_000

  static func run() throws(IndicatorError) {
    for kind in [IndicatorKind.sma, .ema, .rsi, .macd, .bbands, .atr, .supertrend, .adx] {
      let indicator = Indicator(try IndicatorSpecification(kind))
      var sum = 0.0
      let cost = Measure.nanoseconds(operations: count, rounds: 3) {
        for index in 0..<count {
          let value = 100 + Double(index % 97) / 10
          _ = indicator.update(IndicatorBar(high: value + 1, low: value - 1, close: value))
          sum += indicator.value() ?? 0
        }
      }
      Row.show("ta.\(kind)", Row.nanoseconds(cost), sum.isNaN ? "not a number" : "")
    }
  }
}
