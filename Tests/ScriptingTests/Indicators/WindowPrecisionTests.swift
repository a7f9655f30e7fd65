import Foundation
import Testing

@testable import Scripting

@Suite("Windows keep their digits")
struct WindowPrecisionTests {
  /// A kind of market, whose prices are multiples of a power of two.
  struct Market: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Parts of a unit.
    let scale: Double
    /// The first price, and the largest step, in parts.
    let start: Int64
    let step: Int64
    /// How much a jump moves the price, in parts; 0: there are none.
    let jump: Int64
  }

  static let markets = [
    Market(testDescription: "near 80,000", scale: 1_024, start: 80_000 << 10, step: 51, jump: 0),
    Market(
      testDescription: "near 80,000, hardly moving", scale: 0x1p30, start: 80_000 << 30, step: 3,
      jump: 0),
    Market(
      testDescription: "near 1e9, hardly moving", scale: 0x1p20, start: 1_000_000_000 << 20,
      step: 9, jump: 0),
    Market(
      testDescription: "jumping between 100 and 80,000", scale: 1_024, start: 100 << 10, step: 51,
      jump: 79_900 << 10),
    Market(
      testDescription: "a spike of a billion", scale: 1_024, start: 100 << 10, step: 20,
      jump: 1_000_000_000 << 10),
  ]

  /// A walk with flats and, where the market has them, jumps there and back.
  struct Walk {
    var state: UInt64
    let market: Market
    private var price: Int64
    private var place = 0

    init(_ market: Market, seed: UInt64) {
      state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
      self.market = market
      price = market.start
    }

    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      place += 1
      let isFlat = place % 700 < 150
      if !isFlat { price += Int64(state >> 33) % (2 * market.step + 1) - market.step }
      if price < market.start / 2 { price = market.start }
      let isAway = market.jump != 0 && place % 997 < (place / 997 % 2 == 0 ? 1 : 300)
      return Double(price + (isAway ? market.jump : 0)) / market.scale
    }
  }

  private static let kinds: [IndicatorKind] = [.sma, .stdev, .wma, .linreg, .cci, .bbands]

  private static func expected(_ kind: IndicatorKind, _ window: ExactWindow) -> [Double] {
    switch kind {
    case .sma: [window.mean]
    case .stdev: [window.deviation]
    case .wma: [window.weightedMean]
    case .linreg: [window.regressionEnd]
    case .cci: [window.channel]
    default:
      [
        window.mean + 2 * window.deviation, window.mean, window.mean - 2 * window.deviation,
      ]
    }
  }

  @Test(
    "to 1e-12 of an exact reference, flat windows exactly", arguments: markets, [2, 5, 20, 50, 300])
  func exact(market: Market, period: Int) throws {
    for seed: UInt64 in 1...2 {
      var walk = Walk(market, seed: seed)
      let running = try Self.kinds.map {
        Indicator(try IndicatorSpecification($0, [Double(period)]))
      }
      var prices: [Double] = []
      for update in 1...4_000 {
        let price = walk.next()
        prices.append(price)
        for indicator in running { indicator.update(high: price, low: price, close: price) }
        guard update >= period, update < 40 + period || update % 13 == 0 || update % 997 < 4
        else { continue }
        let window = ExactWindow(prices.suffix(period), scale: market.scale)
        for indicator in running {
          let wrong = Self.difference(
            indicator, Self.expected(indicator.kind, window), largest: prices.suffix(period).max())
          #expect(wrong == nil, "seed \(seed), update \(update), \(indicator.kind): \(wrong ?? "")")
        }
      }
    }
  }

  @Test("after millions of updates as after the first", arguments: [20, 1_000])
  func drift(period: Int) throws {
    let count = ProcessInfo.processInfo.environment["SAUDA_NIGHTLY"] == nil ? 300_000 : 5_000_000
    for market in [Self.markets[0], Self.markets[2]] {
      var walk = Walk(market, seed: 77)
      let running = try [IndicatorKind.sma, .stdev, .wma, .linreg].map {
        Indicator(try IndicatorSpecification($0, [Double(period)]))
      }
      var prices: [Double] = []
      for update in 1...count {
        let price = walk.next()
        if update > count - 2 * period - 7 { prices.append(price) }
        for indicator in running { indicator.update(price) }
      }
      let window = ExactWindow(prices.suffix(period), scale: market.scale)
      for indicator in running {
        let wrong = Self.difference(
          indicator, Self.expected(indicator.kind, window), largest: prices.suffix(period).max())
        #expect(wrong == nil, "\(market.testDescription), \(indicator.kind): \(wrong ?? "")")
      }
    }
  }

  /// What is wrong with an indicator's outputs; nil when nothing is.
  ///
  /// The end of a line and a band may come to any small difference of prices: they are held to the prices'
  /// digits.
  private static func difference(
    _ indicator: Indicator, _ expected: [Double], largest: Double?
  ) -> String? {
    let isDifference = indicator.kind == .linreg || indicator.kind == .bbands
    let size = isDifference ? largest ?? 0 : 0
    for (output, wanted) in expected.enumerated() {
      guard let value = indicator.value(at: output) else { return "nothing for \(wanted)" }
      if wanted == 0 && value == 0 { continue }
      if abs(value - wanted) > 1e-12 * max(size, abs(wanted)) { return "\(value) for \(wanted)" }
    }
    return nil
  }

  @Test("what jumps away leaves nothing behind: a flat window has the price and no deviation")
  func flat() throws {
    for value in [180.13, 0.1, 80_000.05, 1e9 + 0.1, 1e-5] {
      for period in [3.0, 7, 49, 300] {
        let running = try [IndicatorKind.stdev, .sma, .wma, .linreg, .bbands, .cci].map {
          Indicator(try IndicatorSpecification($0, [period]))
        }
        var walk = Walk(Self.markets[3], seed: 9)
        for _ in 0..<1_100 {
          let price = walk.next()
          for indicator in running { indicator.update(high: price, low: price, close: price) }
        }
        for _ in 0..<2 * Int(period) {
          for indicator in running { indicator.update(high: value, low: value, close: value) }
        }
        #expect(running.map { $0.value() } == [0, value, value, value, value, 0], "\(period)")
        #expect(running[4].value(at: 1) == value && running[4].value(at: 2) == value)
      }
    }
  }
}
