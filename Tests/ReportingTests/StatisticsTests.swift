import Market
import Money
import Reporting
import Trading
import Testing

@Suite("statistics")
struct StatisticsTests {
  @Test("count wins and losses; a trade at zero is neither")
  func trades() {
    let statistics = Statistics(
      trades: .of(["300", "-100", "0", "50.5", "-0.25"].map { trade($0) }),
      equity: EquityCurve(initial: rupees("1000")))
    #expect(statistics.trades == 5 && statistics.wins == 2 && statistics.losses == 2)
    #expect(statistics.winRate?.description == "40.00")
    #expect(statistics.profitFactor?.description == "3.496259")
    #expect(statistics.expectancy == rupees("50.05"))
    #expect(statistics.averageHoldSeconds?.description == "1.50")
  }

  @Test("without trades or losses the figures that need them are nil")
  func undefined() {
    let curve = EquityCurve(initial: rupees("1000"))
    let none = Statistics(trades: TradeTally(), equity: curve)
    #expect(none.winRate == nil && none.profitFactor == nil && none.expectancy == nil)
    #expect(none.averageHoldSeconds == nil && none.sharpe == nil && none.sortino == nil)
    #expect(none.maxDrawdown == .zero && none.maxDrawdownPercent == .zero)
    let won = Statistics(trades: .of([trade("1")]), equity: curve)
    #expect(won.profitFactor == nil && won.winRate?.description == "100.00")
    let lost = Statistics(trades: .of([trade("-1")]), equity: curve)
    #expect(lost.profitFactor == .zero && lost.winRate == .zero)
  }

  @Test("the mean result rounds half away from zero, at the ends of the range too")
  func meanRounding() {
    func mean(_ micros: Int64...) -> Int64? {
      Statistics(
        trades: .of(
          micros.map {
            TradeResult(realized: Amount(micros: $0), openedAt: moment(), closedAt: moment())
          }), equity: EquityCurve(initial: .zero)
      ).expectancy?.micros
    }
    #expect(mean(1, 2) == 2 && mean(-1, -2) == -2 && mean(1, 0, 0) == 0)
    #expect(mean(.max, .max) == .max && mean(.min, .min) == .min)
  }

  @Test("the drawdown is the largest fall from a peak, and the first balance is a peak")
  func drawdown() {
    var curve = EquityCurve(initial: rupees("100"))
    let values = ["90", "95", "120", "114", "118", "130", "119.5", "131"]
    for (index, value) in values.enumerated() {
      curve.observe(rupees(value), at: moment(Int64(index)))
    }
    #expect(curve.maxDrawdown == rupees("10.50") && curve.drawdownPeak == rupees("130"))
    #expect(curve.peak == rupees("131"))
    let statistics = Statistics(trades: TradeTally(), equity: curve)
    #expect(statistics.maxDrawdownPercent.description == "8.076923")
  }

  @Test("a day ends at Indian midnight, and its last value counts")
  func days() {
    var curve = EquityCurve(initial: rupees("100"))
    let midnight = IndianTime(day: IndianTime(moment()).day + 1, secondOfDay: 0).eventTime
    curve.observe(rupees("101"), at: moment())
    curve.observe(rupees("102"), at: midnight.advanced(byNanoseconds: -1))
    curve.observe(rupees("103"), at: midnight)
    curve.observe(rupees("104"), at: midnight.advanced(byNanoseconds: 3 * 86_400_000_000_000))
    #expect(curve.dailyValues == ["102", "103", "104"].map { rupees($0) })
  }

  @Test("values at the ends of the range do not trap")
  func extremes() {
    var curve = EquityCurve(initial: Amount(micros: .max))
    curve.observe(Amount(micros: .min), at: EventTime(nanoseconds: .max))
    curve.observe(Amount(micros: .max), at: EventTime(nanoseconds: .max))
    let trade = TradeResult(
      realized: Amount(micros: .min), openedAt: EventTime(nanoseconds: .min),
      closedAt: EventTime(nanoseconds: .max))
    let statistics = Statistics(trades: .of([trade, trade]), equity: curve)
    #expect(statistics.expectancy == Amount(micros: .min))
    #expect(statistics.averageHoldSeconds?.description == "18446744073.709552")
  }

  @Test("the risk ratios agree with the formulas worked out by hand")
  func riskRatios() {
    // Returns 1 %, −0.5 %, 2 %: mean 0.83333 %, sample deviation 1.25831 %, downside 0.28868 %.
    let values = ["100000", "101000", "100495", "102504.9"].map { rupees($0) }
    let ratios = RiskRatios(dailyValues: values)
    #expect(ratios.sharpe?.twoDecimals == "10.51")
    #expect(ratios.sortino?.twoDecimals == "45.83")
  }

  @Test(
    "the risk ratios are nil where they are not defined",
    arguments: [
      [], ["100"], ["100", "101"], ["100", "100", "100"], ["0", "1", "2"], ["100", "-1", "5"],
    ])
  func undefinedRatios(values: [String]) {
    let ratios = RiskRatios(dailyValues: values.map { rupees($0) })
    #expect(ratios.sharpe == nil && ratios.sortino == nil)
  }

  @Test("rising days have a Sharpe ratio but no Sortino ratio")
  func onlyGains() {
    let ratios = RiskRatios(dailyValues: ["100", "101", "103"].map { rupees($0) })
    #expect(ratios.sharpe != nil && ratios.sortino == nil)
  }

  private func trade(_ result: String) -> TradeResult {
    TradeResult(realized: rupees(result), openedAt: moment(), closedAt: moment(1_500))
  }
}
