import Money
import Reporting
import Trading
import Testing

@Suite("account report")
struct AccountReportTests {
  @Test("the total is realized and unrealized, and the books balance")
  func totals() throws {
    let account = try StrategyReport.fixture().account
    #expect(account.totalPnL == rupees("867.52") && account.isBalanced)
    #expect(account.totalPnLPercent.description == "0.173504")
    #expect(account.positionsValue == rupees("56000"))
  }

  @Test("the sum of books is exact, and a sum beyond the range is an error")
  func sums() throws {
    let one = try StrategyReport.fixture().account
    let two = try AccountReport(sumOf: [one, one], activePositionsCount: 1)
    #expect(two.walletBalance == rupees("889735.04") && two.orderCount == 6)
    #expect(two.activePositionsCount == 1 && two.isBalanced)
    let huge = try AccountReport(
      initialBalance: Amount(micros: .max), walletBalance: .zero, portfolioValue: .zero,
      realizedPnL: .zero, unrealizedPnL: .zero, commission: .zero, orderCount: 0,
      activePositionsCount: 0)
    #expect(throws: MoneyError.overflow) {
      try AccountReport(sumOf: [huge, huge], activePositionsCount: 0)
    }
    #expect(!huge.isBalanced)
  }
}
