import Market
import Money
import Reporting
@testable import Trading

/// An amount from text, for expectations that read like the contract; zero when it is no amount.
func rupees(_ text: String) -> Amount { Amount(parsing: text) ?? .zero }

/// A price from text; zero when it is no price.
func price(_ text: String) -> Price { Price(parsing: text) ?? .zero }

/// A moment so many milliseconds after 2025-02-11 09:15:00 in India.
func moment(_ milliseconds: Int64 = 0) -> EventTime {
  EventTime(milliseconds: 1_739_245_500_000 + milliseconds)
}

extension OrderReport {
  /// The guide's purchase: 100 at 550.00.
  static func fixture(
    orderID: String = "BUY-1", symbol: String = "NSE:SBIN-EQ", side: OrderSide = .buy,
    quantity: Int64 = 100, executedPrice: Price? = price("550.00"), timestamp: EventTime = moment(),
    commission: Amount = rupees("27.50"), realizedPnL: Amount = rupees("-27.50"),
    status: String = "executed", reason: String = "script", tag: String = "",
    source: String? = "guide.lua:7"
  ) -> OrderReport {
    OrderReport(
      orderID: orderID, symbol: symbol, side: side, quantity: quantity,
      executedPrice: executedPrice, timestamp: timestamp, commission: commission,
      realizedPnL: realizedPnL, status: status, reason: reason, tag: tag, source: source)
  }
}

extension OrderReport {
  /// The guide's round trip, then a purchase.
  static let fixtures: [OrderReport] = [
    .fixture(),
    .fixture(
      orderID: "SELL-2", side: .sell, executedPrice: price("549.50"),
      timestamp: moment(60_722), commission: rupees("27.48"), realizedPnL: rupees("-77.48"),
      reason: "stop_loss"),
    .fixture(orderID: "BUY-3", timestamp: moment(120_000), tag: "again"),
  ]

  /// The guide's orders under other ids.
  static func fixtures(_ ids: String...) -> [OrderReport] {
    zip(fixtures, ids).map { order, id in
      var order = order
      order.orderID = id
      return order
    }
  }
}

extension OrderTable {
  /// A desk with orders that read like these rows.
  static func fixture(_ rows: [OrderReport]) -> OrderTable {
    var desk = Desk(
      index: 0, declaration: StrategyDeclaration(name: "guide", symbols: []),
      settings: Desk.Settings(initial: .zero))
    var symbols: [String] = []
    for row in rows {
      if !symbols.contains(row.symbol) {
        let id = InstrumentID(index: Int32(symbols.count))
        desk.add(Instrument(id: id, symbol: row.symbol), isDeclared: true)
        symbols.append(row.symbol)
      }
      let instrument = symbols.firstIndex(of: row.symbol).map { InstrumentID(index: Int32($0)) }
      var order = Order(
        number: row.orderID.split(separator: "-").last.flatMap { Int32($0) } ?? 0,
        instrument: instrument ?? InstrumentID(index: 0), quantity: row.quantity,
        time: row.timestamp,
        texts: OrderTexts(
          tag: desk.texts.intern(row.tag), source: desk.texts.intern(row.source ?? ""),
          reason: desk.texts.intern(row.reason)),
        side: row.side, type: .market, isEntry: row.side == .buy, isAsked: true)
      order.totals = OrderTotals(
        units: row.quantity,
        value: Amount(micros: (row.executedPrice?.micros ?? 0) &* row.quantity),
        charges: row.commission, realized: row.realizedPnL)
      order.status = OrderStatus.allCases.first { $0.text == row.status } ?? .unknown
      _ = desk.orders.list.append(order)
    }
    return OrderTable(desk)
  }
}

extension TradeTally {
  /// The tally of these trips.
  static func of(_ trades: [TradeResult]) -> TradeTally {
    var tally = TradeTally()
    for trade in trades { tally.append(trade) }
    return tally
  }
}

extension DenialReport {
  /// The guide's denial: no money for 100 at 550.00.
  static func fixture(
    reason: String = "FUNDS",
    detail: String = "Insufficient balance. Need: ₹55,027.50, Available: ₹50,000.00",
    quantity: Int64? = 100, tick: Int64? = 4, source: String? = "guide.lua:9"
  ) -> DenialReport {
    DenialReport(
      reason: reason, detail: detail, side: .buy, symbol: "NSE:SBIN-EQ", quantity: quantity,
      tick: tick, source: source)
  }
}

extension StrategyReport {
  /// The guide's round trip, then a purchase that is still open at 560.00.
  static func fixture(
    name: String = "guide", orders: [OrderReport] = OrderReport.fixtures
  ) throws -> StrategyReport {
    let account = try AccountReport(
      initialBalance: rupees("500000"), walletBalance: rupees("444867.52"),
      portfolioValue: rupees("500867.52"), realizedPnL: rupees("-132.48"),
      unrealizedPnL: rupees("1000.00"), commission: rupees("82.48"), orderCount: 3,
      activePositionsCount: 1)
    var denials = DenialLog()
    denials.add(reason: "FUNDS", .fixture())
    denials.add(reason: "QUANTITY", .fixture(reason: "QUANTITY", detail: "nan", quantity: nil))
    var report = StrategyReport(
      name: name, script: "\(name).lua", scriptSHA256: Fingerprint.sha256(of: Array("".utf8)),
      parameters: [
        ParameterReport(name: "qty", value: .integer(100)),
        ParameterReport(name: "band", value: .number(0.5)),
        ParameterReport(name: "eager", value: .boolean(true)),
      ],
      feed: FeedReport(ticks: 1_240, firstTick: moment(), lastTick: moment(2_200_000)),
      account: account,
      positions: [
        PositionReport(
          symbol: "NSE:SBIN-EQ", quantity: 100, cost: rupees("55000"),
          currentPrice: price("560.00"), unrealizedPnL: rupees("1000.00"))
      ],
      orders: .fixture(orders),
      denials: denials,
      statistics: Statistics(
        trades: .of([
          TradeResult(realized: rupees("-104.98"), openedAt: moment(), closedAt: moment(60_722))
        ]), initial: rupees("500000"), maxDrawdown: rupees("104.98"),
        drawdownPeak: rupees("500000"), dailyValues: [rupees("500867.52")]),
      decisionHash: String(repeating: "ab", count: 32))
    report.squareOffs = [
      SquareOffReport(symbol: "NSE:SBIN-EQ", time: "14:55", isAutomatic: true)
    ]
    return report
  }
}

extension SessionReport {
  /// A replay of the guide's strategy.
  static func fixture() throws -> SessionReport {
    SessionReport(
      mode: .replay, strategy: try .fixture(), warnings: ["3 crossed quotes (bid above ask)"],
      performance: PerformanceReport(
        elapsed: .milliseconds(310), ticks: 1_240, peakMemoryBytes: 25_270_000))
  }

  /// A replay of two strategies that share an account.
  static func fixtureOfTwo() throws -> SessionReport {
    let first = try StrategyReport.fixture(
      name: "first", orders: OrderReport.fixtures("BUY-1", "SELL-4", "BUY-5"))
    let second = try StrategyReport.fixture(
      name: "second", orders: OrderReport.fixtures("BUY-2", "SELL-3", "BUY-6"))
    return SessionReport(
      mode: .replay, strategies: [first, second], feed: first.feed,
      account: try AccountReport(
        sumOf: [first.account, second.account], activePositionsCount: 1),
      statistics: first.statistics, decisionHash: String(repeating: "cd", count: 32),
      performance: PerformanceReport(
        elapsed: .milliseconds(310), ticks: 1_240, peakMemoryBytes: 25_270_000))
  }
}
