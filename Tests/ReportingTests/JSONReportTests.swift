import Market
import Money
import Reporting
import Trading
import Testing

@Suite("JSON report")
struct JSONReportTests {
  @Test("one strategy is one flat object with the keys in the contract's order")
  func single() throws {
    #expect(JSONReport.text(of: try .fixture()) == Self.expected)
  }

  @Test("several strategies keep their own objects and merge their orders by number")
  func several() throws {
    let text = JSONReport.text(of: try .fixtureOfTwo())
    let topLevel = text.split(separator: "\n").filter {
      $0.hasPrefix("  \"") && !$0.hasPrefix("   ")
    }
    let keys = topLevel.map { String($0.dropFirst(3).prefix { $0 != "\"" }) }
    #expect(
      keys == [
        "mode", "ticks", "first_tick", "last_tick", "ignored_ticks", "initial_balance",
        "wallet_balance", "portfolio_value", "total_realized_pnl", "total_unrealized_pnl",
        "total_pnl", "total_pnl_percent", "total_commission", "order_count",
        "active_positions_count", "positions", "orders", "denials", "denial_count", "statistics",
        "script_errors", "warnings", "decision_hash", "strategies", "performance",
      ])
    #expect(text.contains("  \"initial_balance\": 1000000.00,\n"))
    #expect(text.contains(Self.sharedPosition))
    let merged = text.split(separator: "\n").filter { $0.hasPrefix("    {\"order_id\"") }
    let heads = merged.map { $0.split(separator: ",").prefix(2).joined(separator: ",") }
    #expect(
      heads == [
        "    {\"order_id\": \"BUY-1\", \"strategy\": \"first\"",
        "    {\"order_id\": \"BUY-2\", \"strategy\": \"second\"",
        "    {\"order_id\": \"SELL-3\", \"strategy\": \"second\"",
        "    {\"order_id\": \"SELL-4\", \"strategy\": \"first\"",
        "    {\"order_id\": \"BUY-5\", \"strategy\": \"first\"",
        "    {\"order_id\": \"BUY-6\", \"strategy\": \"second\"",
      ])
  }

  @Test("what is undefined is null, and what was not asked for is absent")
  func emptySession() throws {
    let balance = rupees("100000")
    let strategy = StrategyReport(
      name: "idle", script: "idle.lua", scriptSHA256: "",
      feed: FeedReport(ticks: 0, firstTick: nil, lastTick: nil, skippedRows: 2),
      account: try AccountReport(
        initialBalance: balance, walletBalance: balance, portfolioValue: balance,
        realizedPnL: .zero, unrealizedPnL: .zero, commission: .zero, orderCount: 0,
        activePositionsCount: 0),
      orders: .fixture([]),
      statistics: Statistics(
        trades: TradeTally(), initial: balance, maxDrawdown: .zero, drawdownPeak: balance,
        dailyValues: []),
      scriptErrors: [
        ScriptErrorReport(
          kind: .crash, callback: "on_tick", message: "signal 11", source: nil, tick: nil,
          traceback: "")
      ], decisionHash: "")
    let text = JSONReport.text(
      of: SessionReport(
        mode: .replay, strategy: strategy,
        performance: PerformanceReport(elapsed: .zero, ticks: 0, peakMemoryBytes: 0)))
    let expected = [
      #""first_tick": null"#, #""last_tick": null"#, #""skipped_rows": 2"#, #""params": {}"#,
      #""positions": {}"#, #""orders": []"#, #""denials": []"#, #""warnings": []"#,
      #""win_rate": null"#, #""profit_factor": null"#, #""max_drawdown": 0.00"#,
      #""expectancy": null"#, #""average_hold_seconds": null"#, #""total_pnl_percent": 0.00"#,
      #"{"kind": "crash", "callback": "on_tick", "message": "signal 11", "source": null, "#
        + #""tick": null, "traceback": ""}"#,
      #"{"elapsed_seconds": 0.00, "ticks_per_second": null, "peak_memory_bytes": 0}"#,
    ]
    for part in expected { #expect(text.contains(part), "\(part)") }
  }

  @Test(
    "every text is a safe JSON string",
    arguments: [
      ("plain ₹ हिन्दी", "\"plain ₹ हिन्दी\""), ("say \"no\" \\", #""say \"no\" \\""#),
      ("a\nb\r\tc", #""a\nb\r\tc""#), ("\u{0}\u{1B}\u{7F}", #""\u0000\u001b\u007f""#),
      ("\u{85}\u{2028}\u{202E}", #""\u0085\u2028\u202e""#),
      ("\u{E0041}", #""\udb40\udc41""#), ("🪔", "\"🪔\""),
    ])
  func strings(text: String, expected: String) throws {
    var report = try SessionReport.fixture()
    report.warnings = [text]
    #expect(JSONReport.text(of: report).contains("    \(expected)\n"))
  }

  @Test("what corrected the calendar is named, and the member is absent when nothing did")
  func calendarCorrections() throws {
    var report = try SessionReport.fixture()
    #expect(!JSONReport.text(of: report).contains("calendar_corrections"))
    report.calendarCorrections = ["holiday NSE 2026-11-18 ; a \"test\""]
    let text = JSONReport.text(of: report)
    #expect(
      text.contains(
        #"""
          "calendar_corrections": [
            "holiday NSE 2026-11-18 ; a \"test\""
          ],
          "decision_hash"
        """#), "\(text)")
    let lines = TextReport.text(of: report).split(separator: "\n")
    #expect(lines.contains { $0 == #"calendar.txt: holiday NSE 2026-11-18 ; a "test""# })
  }

  /// What two strategies hold of one symbol: the symbol once, with the total and the shares.
  private static let sharedPosition = """
      "active_positions_count": 1,
      "positions": {
        "NSE:SBIN-EQ": {"quantity": 200, "avg_buy_price": 550.00, "current_price": 560.00, \
    "unrealized_pnl": 2000.00, "unrealized_pnl_percent": 1.818182, "strategies": \
    {"first": {"quantity": 100, "avg_buy_price": 550.00, "current_price": 560.00, \
    "unrealized_pnl": 1000.00, "unrealized_pnl_percent": 1.818182}, \
    "second": {"quantity": 100, "avg_buy_price": 550.00, "current_price": 560.00, \
    "unrealized_pnl": 1000.00, "unrealized_pnl_percent": 1.818182}}}
      },

    """

  private static let expected = """
    {
      "mode": "replay",
      "name": "guide",
      "script": "guide.lua",
      "script_sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "params": {"qty": 100, "band": 0.5, "eager": true},
      "square_off": {"NSE:SBIN-EQ": "14:55"},
      "ticks": 1240,
      "first_tick": "2025-02-11T09:15:00.000+05:30",
      "last_tick": "2025-02-11T09:51:40.000+05:30",
      "ignored_ticks": 0,
      "initial_balance": 500000.00,
      "wallet_balance": 444867.52,
      "portfolio_value": 500867.52,
      "total_realized_pnl": -132.48,
      "total_unrealized_pnl": 1000.00,
      "total_pnl": 867.52,
      "total_pnl_percent": 0.173504,
      "total_commission": 82.48,
      "order_count": 3,
      "active_positions_count": 1,
      "positions": {
        "NSE:SBIN-EQ": {"quantity": 100, "avg_buy_price": 550.00, "current_price": 560.00, \
    "unrealized_pnl": 1000.00, "unrealized_pnl_percent": 1.818182}
      },
      "orders": [
        {"order_id": "BUY-1", "symbol": "NSE:SBIN-EQ", "side": "BUY", "quantity": 100, \
    "executed_price": 550.00, "timestamp": "2025-02-11T09:15:00.000+05:30", \
    "commission": 27.50, "realized_pnl": -27.50, "status": "executed", "reason": "script", \
    "tag": "", "source": "guide.lua:7"},
        {"order_id": "SELL-2", "symbol": "NSE:SBIN-EQ", "side": "SELL", "quantity": 100, \
    "executed_price": 549.50, "timestamp": "2025-02-11T09:16:00.722+05:30", \
    "commission": 27.48, "realized_pnl": -77.48, "status": "executed", "reason": "stop_loss", \
    "tag": "", "source": "guide.lua:7"},
        {"order_id": "BUY-3", "symbol": "NSE:SBIN-EQ", "side": "BUY", "quantity": 100, \
    "executed_price": 550.00, "timestamp": "2025-02-11T09:17:00.000+05:30", \
    "commission": 27.50, "realized_pnl": -27.50, "status": "executed", "reason": "script", \
    "tag": "again", "source": "guide.lua:7"}
      ],
      "denials": [
        {"reason": "FUNDS", \
    "detail": "Insufficient balance. Need: ₹55,027.50, Available: ₹50,000.00", \
    "side": "BUY", "symbol": "NSE:SBIN-EQ", "quantity": 100, "tick": 4, "source": "guide.lua:9"},
        {"reason": "QUANTITY", "detail": "nan", "side": "BUY", "symbol": "NSE:SBIN-EQ", \
    "quantity": null, "tick": 4, "source": "guide.lua:9"}
      ],
      "denial_count": 2,
      "statistics": {
        "trades": 1,
        "wins": 0,
        "losses": 1,
        "win_rate": 0.00,
        "profit_factor": 0.00,
        "max_drawdown": 104.98,
        "max_drawdown_percent": 0.020996,
        "days": 1,
        "sharpe": null,
        "sortino": null,
        "expectancy": -104.98,
        "average_hold_seconds": 60.722
      },
      "script_errors": [],
      "warnings": [
        "3 crossed quotes (bid above ask)"
      ],
      "decision_hash": "abababababababababababababababababababababababababababababababab",
      "performance": {"elapsed_seconds": 0.31, "ticks_per_second": 4000, \
    "peak_memory_bytes": 25270000}
    }

    """
}
