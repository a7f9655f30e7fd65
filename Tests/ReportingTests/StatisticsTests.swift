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
      initial: rupees("1000"), maxDrawdown: .zero, drawdownPeak: rupees("1000"), dailyValues: [])
    #expect(statistics.trades == 5 && statistics.wins == 2 && statistics.losses == 2)
    #expect(statistics.winRate?.description == "40.00")
    #expect(statistics.profitFactor?.description == "3.496259")
    #expect(statistics.expectancy == rupees("50.05"))
    #expect(statistics.averageHoldSeconds?.description == "1.50")
  }

  @Test("without trades or losses the figures that need them are nil")
  func undefined() {
    let none = statistics(TradeTally())
    #expect(none.winRate == nil && none.profitFactor == nil && none.expectancy == nil)
    #expect(none.averageHoldSeconds == nil && none.sharpe == nil && none.sortino == nil)
    #expect(none.maxDrawdown == .zero && none.maxDrawdownPercent == .zero)
    let won = statistics(.of([trade("1")]))
    #expect(won.profitFactor == nil && won.winRate?.description == "100.00")
    let lost = statistics(.of([trade("-1")]))
    #expect(lost.profitFactor == .zero && lost.winRate == .zero)
  }

  @Test("the mean result rounds half away from zero, at the ends of the range too")
  func meanRounding() {
    func mean(_ micros: Int64...) -> Int64? {
      statistics(
        .of(
          micros.map {
            TradeResult(realized: Amount(micros: $0), openedAt: moment(), closedAt: moment())
          })
      ).expectancy?.micros
    }
    #expect(mean(1, 2) == 2 && mean(-1, -2) == -2 && mean(1, 0, 0) == 0)
    #expect(mean(.max, .max) == .max && mean(.min, .min) == .min)
  }

  @Test("the drawdown in percent is of the peak it fell from; day zero is no return")
  func drawdown() {
    let statistics = Statistics(
      trades: TradeTally(), initial: rupees("100"), maxDrawdown: rupees("10.50"),
      drawdownPeak: rupees("130"), dailyValues: [rupees("131")])
    #expect(statistics.maxDrawdownPercent.description == "8.076923")
    #expect(statistics.days == 1 && statistics.sharpe == nil)
  }

  @Test("two daily returns are enough, and the first is against what the portfolio began with")
  func dayZero() {
    // Returns 1 % and 2 %: mean 1.5 %, sample deviation 0.70711 %.
    let statistics = Statistics(
      trades: TradeTally(), initial: rupees("100"), maxDrawdown: .zero,
      drawdownPeak: rupees("100"), dailyValues: [rupees("101"), rupees("103.02")])
    #expect(statistics.days == 2 && statistics.sharpe?.twoDecimals == "33.67")
  }

  @Test("results at the ends of the range do not trap")
  func extremes() {
    let trade = TradeResult(
      realized: Amount(micros: .min), openedAt: EventTime(nanoseconds: .min),
      closedAt: EventTime(nanoseconds: .max))
    let statistics = statistics(.of([trade, trade]))
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
      // Returns of 1 % that differ by rounding alone.
      ["100000", "101000", "102010", "103030.1", "104060.401"],
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

  private func statistics(_ trades: TradeTally) -> Statistics {
    Statistics(
      trades: trades, initial: rupees("1000"), maxDrawdown: .zero, drawdownPeak: rupees("1000"),
      dailyValues: [])
  }

  private func trade(_ result: String) -> TradeResult {
    TradeResult(realized: rupees(result), openedAt: moment(), closedAt: moment(1_500))
  }
}
