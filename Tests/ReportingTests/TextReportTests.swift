import Market
import Money
import Reporting
import Trading
import Testing

@Suite("text report")
struct TextReportTests {
  @Test("a finished replay fits eighty columns and adds up")
  func replay() throws {
    let text = TextReport.text(of: try .fixture())
    #expect(text == Self.expected)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test("without colour there is no escape; with it the words stay the same")
  func colours() throws {
    let plain = TextReport.text(of: try .fixtureOfTwo())
    let colored = TextReport.text(of: try .fixtureOfTwo(), options: .init(isColored: true))
    #expect(!plain.contains("\u{1B}"))
    #expect(colored.contains("\u{1B}[32m+₹867.52\u{1B}[0m"))
    #expect(colored.contains("\u{1B}[31m-₹77.48\u{1B}[0m"))
    var stripped = colored
    for ink in ["0", "1", "2", "31", "32", "33"] {
      stripped.replace("\u{1B}[\(ink)m", with: "")
    }
    #expect(stripped == plain)
  }

  @Test("several strategies get a table and share the account")
  func several() throws {
    let text = TextReport.text(of: try .fixtureOfTwo())
    #expect(
      text.contains(
        """
        Strategies
          NAME       PORTFOLIO       P&L    P&L %  ORDERS  WIN RATE
          first   ₹5,00,867.52  +₹867.52  +0.17 %       3    0.00 %
          second  ₹5,00,867.52  +₹867.52  +0.17 %       3    0.00 %

        """))
    #expect(
      text.contains(
        """
        Open positions
          SYMBOL       QUANTITY  AVERAGE    LAST         P&L    P&L %
          NSE:SBIN-EQ       200   550.00  560.00  +₹2,000.00  +1.82 %
            first           100   550.00          +₹1,000.00  +1.82 %
            second          100   550.00          +₹1,000.00  +1.82 %

        """))
  }

  @Test("only the last orders are listed, and the heading says so")
  func lastOrders() throws {
    let text = TextReport.text(of: try .fixture(), options: .init(orderRows: 1))
    #expect(text.contains("Orders last 1 of 3\n"))
    #expect(!text.contains("SELL-2"))
  }

  @Test("a failed script is named before everything else")
  func failure() throws {
    var report = try SessionReport.fixture()
    report.strategies[0].scriptErrors = [
      ScriptErrorReport(
        kind: .error, callback: "on_tick", message: "guide.lua:12: bad\nFORGED",
        source: "guide.lua:12", tick: 12_345, traceback: "stack")
    ]
    let lines = TextReport.text(of: report).split(separator: "\n").map(String.init)
    #expect(lines[4] == "Script failed")
    #expect(lines[5] == "  guide · on_tick · tick 12,345 · guide.lua:12")
    #expect(lines[6] == "    guide.lua:12: bad\\nFORGED")
  }

  @Test("text of a script cannot break a line or colour it")
  func hostileText() throws {
    var report = try SessionReport.fixture()
    let hostile = "x\n\u{1B}[31mFORGED\u{202E}\u{2028}" + String(repeating: "y", count: 300)
    report.strategies[0].orders = .fixture([.fixture(symbol: hostile, tag: hostile)])
    report.strategies[0].positions[0].symbol = hostile
    report.strategies[0].parameters[0].value = .text(hostile)
    report.warnings = [hostile]
    let text = TextReport.text(of: report)
    #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}") && !text.contains("\u{2028}"))
    #expect(!text.split(whereSeparator: \.isNewline).contains { $0.hasPrefix("FORGED") })
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test("an empty session says so in few lines")
  func empty() throws {
    let balance = rupees("500000")
    let strategy = StrategyReport(
      name: "idle", script: "idle.lua", scriptSHA256: "",
      feed: FeedReport(ticks: 0, firstTick: nil, lastTick: nil, ignoredTicks: 7, skippedRows: 2),
      account: try AccountReport(
        initialBalance: balance, walletBalance: balance, portfolioValue: balance,
        realizedPnL: .zero, unrealizedPnL: .zero, commission: .zero, orderCount: 0,
        activePositionsCount: 0),
      orders: .fixture([]),
      statistics: Statistics(
        trades: TradeTally(), initial: balance, maxDrawdown: .zero, drawdownPeak: balance,
        dailyValues: []),
      decisionHash: "00")
    let report = SessionReport(
      mode: .replay, strategy: strategy,
      performance: PerformanceReport(elapsed: .zero, ticks: 0, peakMemoryBytes: 0))
    #expect(TextReport.text(of: report) == Self.expectedOfEmpty)
  }

  private static let expected = """
    guide · replay of 1,240 ticks
    11 Feb 2025 09:15:00 to 09:51:40 IST (36 min 40 s)
    qty = 100, band = 0.5, eager = true
    square_off 14:55 (auto): NSE:SBIN-EQ

    Money
      Initial balance  ₹5,00,000.00
      Wallet           ₹4,44,867.52
      Open positions     ₹56,000.00
      Portfolio value  ₹5,00,867.52
      Profit and loss      +₹867.52  +0.17 %
        realized           -₹132.48
        unrealized       +₹1,000.00
      Commission paid        ₹82.48   0.02 %

    Trades
      Finished          1          Max drawdown       ₹104.98  0.02 %
      Won               0  0.00 %  Mean result       -₹104.98
      Lost              1          Mean time held   1 min 0 s
      Profit factor  0.00          Sharpe, Sortino          —       —

    Open positions
      SYMBOL       QUANTITY  AVERAGE    LAST         P&L    P&L %
      NSE:SBIN-EQ       100   550.00  560.00  +₹1,000.00  +1.82 %

    Orders
      ID      TIME      QTY  SYMBOL        PRICE  REALIZED  WHY
      BUY-1   09:15:00  100  NSE:SBIN-EQ  550.00   -₹27.50  script
      SELL-2  09:16:00  100  NSE:SBIN-EQ  549.50   -₹77.48  stop_loss
      BUY-3   09:17:00  100  NSE:SBIN-EQ  550.00   -₹27.50  script [again]

    Denied requests 2
      1  FUNDS     Insufficient balance. Need: ₹55,027.50, Available: ₹50,000.00
      1  QUANTITY  nan

    Warnings
      · 3 crossed quotes (bid above ask)

    Decisions  abababababababababababababababababababababababababababababababab
    Speed      310 ms · 4,000 ticks/s · 24.1 MiB

    """

  private static let expectedOfEmpty = """
    idle · replay of 0 ticks

    Money
      Initial balance  ₹5,00,000.00
      Wallet           ₹5,00,000.00
      Open positions          ₹0.00
      Portfolio value  ₹5,00,000.00
      Profit and loss         ₹0.00  0.00 %
        realized              ₹0.00
        unrealized            ₹0.00
      Commission paid         ₹0.00  0.00 %

    Trades none finished

    Open positions none

    Orders none

    Warnings
      · 7 ticks ignored: no script declares their symbol
      · 2 malformed rows skipped

    Decisions  00
    Speed      0 ms · 0.0 MiB

    """
}
