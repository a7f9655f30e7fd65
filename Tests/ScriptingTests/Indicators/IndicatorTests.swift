import Testing

@testable import Scripting

@Suite("Indicators")
struct IndicatorTests {
  private func make(_ kind: IndicatorKind, _ arguments: [Double] = []) throws -> Indicator {
    Indicator(try IndicatorSpecification(kind, arguments))
  }

  /// A deterministic series with flats and jumps; the seed is in the failure message.
  private func series(_ count: Int, seed: UInt64) -> [IndicatorBar] {
    var state = seed
    func next(_ bound: UInt64) -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double((state >> 33) % bound)
    }
    var price = 550.0
    return (0..<count).map { index in
      if index % 997 == 500 { price = 100 + next(20_000) }
      if index % 500 < 60 {
        return IndicatorBar(high: price, low: price, close: price, volume: 0)
      }
      price = max(1, price + 0.05 * (next(41) - 20))
      return IndicatorBar(
        high: price + next(5) * 0.05, low: price - next(5) * 0.05, close: price, volume: next(9_000)
      )
    }
  }

  @Test("have no value before they are ready, and say so", arguments: IndicatorKind.allCases)
  func readiness(kind: IndicatorKind) throws {
    let indicator = try make(kind)
    #expect(!indicator.isReady)
    #expect(indicator.value() == nil)
    for bar in series(400, seed: 1) { indicator.update(bar) }
    #expect(indicator.isReady)
    for output in indicator.outputs.indices { #expect(indicator.value(at: output) != nil) }
    #expect(indicator.value(at: indicator.outputs.count) == nil)
    #expect(indicator.value(at: -1) == nil)
    indicator.reset()
    #expect(!indicator.isReady)
  }

  @Test(
    "ignore what is no number, and go on as if it had not come", arguments: IndicatorKind.allCases)
  func nonNumbers(kind: IndicatorKind) throws {
    let clean = try make(kind)
    let dirty = try make(kind)
    let bad: [Double] = [.nan, .infinity, -.infinity, 1e308, -1e101]
    for (index, bar) in series(300, seed: 2).enumerated() {
      clean.update(bar)
      let number = bad[index % bad.count]
      var taken = dirty.update(high: bar.high, low: bar.low, close: number)
      #expect(!taken)
      if kind.usesVolume {
        taken = dirty.update(high: bar.high, low: bar.low, close: bar.close, volume: number)
        #expect(!taken)
      }
      dirty.update(bar)
      #expect(dirty.past(2) == clean.past(2))
      for output in clean.outputs.indices {
        #expect(dirty.value(at: output) == clean.value(at: output))
      }
    }
  }

  @Test("do not drift on long series", arguments: [UInt64(4), 5])
  func longSeries(seed: UInt64) throws {
    let period = 50
    let bars = series(60_000, seed: seed)
    let mean = try make(.sma, [Double(period)])
    let deviation = try make(.stdev, [Double(period)])
    let weighted = try make(.wma, [Double(period)])
    let highest = try make(.highest, [Double(period)])
    for (index, bar) in bars.enumerated() {
      mean.update(bar)
      deviation.update(bar)
      weighted.update(bar)
      highest.update(bar)
      guard index >= period, index % 7 == 0 else { continue }
      let window = bars[(index - period + 1)...index].map(\.close)
      let average = window.reduce(0) { $0 + ($1 - window[0]) } / Double(period) + window[0]
      let squares = window.reduce(0) { $0 + ($1 - average) * ($1 - average) }
      let expected = (squares / Double(period)).squareRoot()
      let weights = zip(1..., window).reduce(0) { $0 + Double($1.0) * $1.1 }
      let message: Comment = "seed \(seed), update \(index)"
      #expect(close(mean.value(), average), message)
      #expect(close(deviation.value(), expected), message)
      #expect(close(weighted.value(), weights / Double(period * (period + 1) / 2)), message)
      #expect(highest.value() == window.max(), message)
    }
  }

  private func close(_ value: Double?, _ expected: Double) -> Bool {
    guard let value else { return false }
    return abs(value - expected) <= 1e-10 * abs(expected)
  }

  @Test("a flat window has no deviation at all, whatever came before")
  func flatDeviation() throws {
    let deviation = try make(.stdev, [20])
    for bar in series(400, seed: 6) { deviation.update(bar) }
    for _ in 0..<20 { deviation.update(180.13) }
    #expect(deviation.value() == 0)
  }

  @Test("remember the values before, so many of them")
  func previous() throws {
    let average = try make(.sma, [2])
    average.update(1)
    average.update(3)
    #expect(average.value() == 2)
    #expect(average.past(2) == nil)
    average.update(5)
    #expect(average.value() == 4)
    #expect(average.past(2) == 2)
    #expect(average.past(3) == nil && average.past(0) == nil)
    for value in 0..<3_000 { average.update(Double(value)) }
    #expect(average.past(1) == 2_998.5)
    #expect(average.past(1_024) == 1_975.5)
    #expect(average.past(1_025) == nil)
  }

  @Test("a volume-weighted price has no value before the first volume, and restarts when reset")
  func volumeWeighted() throws {
    let price = try make(.vwap)
    price.update(high: 12, low: 6, close: 9)
    #expect(price.value() == nil)
    price.update(high: 12, low: 6, close: 9, volume: 10)
    price.update(high: 24, low: 12, close: 18, volume: 20)
    #expect(price.value() == 15)
    price.reset()
    price.update(high: 2, low: 2, close: 2, volume: 1)
    #expect(price.value() == 2)
  }

  @Test("a Donchian channel takes one series as well as bars")
  func donchianOfSeries() throws {
    let channel = try make(.donchian, [3])
    for value in [5.0, 9, 7, 6] { channel.update(value) }
    #expect((0..<3).map { channel.value(at: $0) } == [9, 7.5, 6])
  }
}
