import Market
import Money
import Reporting
import Synchronization
import Trading

@testable import Server

extension FakeSession {
  /// A market order against the last quote.
  static func trade(
    _ trade: HandTrade, reason: OrderReason, in book: inout Book
  ) throws(MoneyError) -> TradeAnswer {
    guard let quantity = trade.quantity.wholeNumber, quantity > 0 else {
      return .denied(
        Denial(.quantity, "Expected a positive whole quantity, was \(trade.quantity.text)"))
    }
    for case .invalid(let text)? in [trade.stopLoss, trade.takeProfit] {
      return .denied(Denial(.price, "Expected a price, was \(text)"))
    }
    guard let quote = book.quotes[trade.symbol] else {
      return .denied(Denial(.notReady, "No price for \(trade.symbol) yet"))
    }
    let price = trade.side == .buy ? quote.ask : quote.bid
    let value = try price.value(of: quantity)
    let commission = try CommissionRate.standard.charge(on: value)
    var holding = book.holdings[trade.symbol] ?? Holding(quantity: 0, cost: .zero)
    var closed = Amount.zero
    let realized: Amount
    switch trade.side {
    case .buy:
      let need = try value.adding(commission)
      guard book.wallet >= need else {
        return .denied(
          Denial(
            figures: .init(areMoney: true, need: need.micros, available: book.wallet.micros)))
      }
      book.wallet = try book.wallet.subtracting(need)
      holding.quantity += quantity
      holding.cost = try holding.cost.adding(value)
      holding.stop = trade.stopLoss?.price ?? holding.stop
      holding.target = trade.takeProfit?.price ?? holding.target
      realized = try commission.negated()
    case .sell:
      guard holding.quantity >= quantity else {
        return .denied(
          Denial(figures: .init(areMoney: false, need: quantity, available: holding.quantity)))
      }
      closed = try holding.cost.share(of: quantity, in: holding.quantity)
      book.wallet = try book.wallet.adding(value).subtracting(commission)
      holding.quantity -= quantity
      holding.cost = try holding.cost.subtracting(closed)
      realized = try value.subtracting(closed).subtracting(commission)
    }
    book.holdings[trade.symbol] = holding.quantity == 0 ? nil : holding
    book.realized = try book.realized.adding(realized)
    book.commission = try book.commission.adding(commission)
    let order = OrderReport(
      orderID: "\(trade.side.text)-\(book.orders.count + 1)", symbol: trade.symbol,
      side: trade.side, quantity: quantity, executedPrice: price, timestamp: time,
      commission: commission, realizedPnL: realized,
      status: (book.isPending ? OrderStatus.pending : .executed).text, reason: reason.text)
    book.orders.append(order)
    if book.isPending { return .pending([order]) }
    return .executed([
      ExecutedTrade(
        orderID: order.orderID, side: trade.side, symbol: trade.symbol, quantity: quantity,
        executedPrice: price, value: value, commission: commission, realizedPnL: realized,
        costOfClosed: closed, timestamp: time)
    ])
  }

  func portfolio() async -> PortfolioState {
    let book = book.withLock { $0 }
    let positions = Self.positions(of: book)
    let worth = positions.reduce(Int64(0)) { $0 + $1.currentPrice.micros * $1.quantity }
    let unrealized = positions.reduce(Int64(0)) { $0 + $1.unrealizedPnL.micros }
    do {
      return PortfolioState(
        account: try AccountReport(
          initialBalance: book.initial, walletBalance: book.wallet,
          portfolioValue: Amount(micros: book.wallet.micros + worth), realizedPnL: book.realized,
          unrealizedPnL: Amount(micros: unrealized), commission: book.commission,
          orderCount: Int64(book.orders.count), activePositionsCount: Int64(positions.count)),
        positions: positions.map { AccountPosition([.init(strategy: nil, position: $0)]) }
          + book.shared.map(\.position))
    } catch {
      preconditionFailure("the fake's sums overflow: \(error)")
    }
  }

  func orders(_ query: OrderQuery) async -> OrderPage {
    let orders = book.withLock { book in
      book.orders.filter { order in
        (query.symbol == nil || order.symbol == query.symbol)
          && (query.before.map { Self.number(of: order) < $0 } ?? true)
      }
    }
    return OrderPage(
      orders: Array(orders.suffix(query.limit)), hasOlder: orders.count > query.limit)
  }

  private static func number(of order: OrderReport) -> Int32 {
    order.orderID.split(separator: "-").last.flatMap { Int32($0) } ?? 0
  }

  func positions() async -> [PositionState] {
    let book = book.withLock { $0 }
    return Self.positions(of: book).map { position in
      PositionState([
        PositionState.Holder(
          share: .init(strategy: nil, position: position),
          stop: book.holdings[position.symbol]?.stop,
          target: book.holdings[position.symbol]?.target, openedAt: Self.time)
      ])
    } + book.shared
  }

  func riskOrders() async -> RiskOrders {
    let book = book.withLock { $0 }
    func levels(_ level: (Holding) -> Price?) -> [RiskOrders.Level] {
      book.holdings.sorted { $0.key < $1.key }.compactMap { symbol, holding in
        level(holding).map {
          RiskOrders.Level(symbol: symbol, triggerPrice: $0, quantity: holding.quantity)
        }
      }
    }
    return RiskOrders(stopLosses: levels { $0.stop }, takeProfits: levels { $0.target })
  }

  private static func positions(of book: Book) -> [PositionReport] {
    book.holdings.sorted { $0.key < $1.key }.map { symbol, holding in
      let last = book.quotes[symbol]?.last ?? .zero
      return PositionReport(
        symbol: symbol, quantity: holding.quantity, cost: holding.cost, currentPrice: last,
        unrealizedPnL: Amount(micros: last.micros * holding.quantity - holding.cost.micros))
    }
  }
}

extension RequestedPrice {
  /// The price in whole millionths.
  fileprivate var price: Price? {
    guard case .nanos(let nanos) = self else { return nil }
    return Price(micros: nanos / 1_000)
  }
}

extension HandTrade {
  /// The price of the stop-loss that is asked for.
  fileprivate var stopLoss: RequestedPrice? { Self.price(protection?.stopLoss) }

  /// The price of the take-profit that is asked for.
  fileprivate var takeProfit: RequestedPrice? { Self.price(protection?.targets?.first?.level) }

  private static func price(_ level: LevelRequest?) -> RequestedPrice? {
    if case .price(let price)? = level { price } else { nil }
  }
}
