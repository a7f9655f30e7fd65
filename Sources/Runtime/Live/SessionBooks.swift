import Market
import Money
import Reporting
import Server
import Trading

/// The books of a session as they stood between two events, for readers on any thread.
///
/// The desks share their memory with the engine's until either changes, so that a look costs the engine's
/// thread little, however many orders there are; what is asked of them is worked out where it is asked.
struct SessionBooks: Sendable {
  private let desks: [Desk]
  /// Whether everything is traded by hand: then no script has a name.
  private let isByHand: Bool

  /// The books of desks, which are copied for reading.
  init(_ desks: borrowing [Desk], isByHand: Bool) {
    var copies: [Desk] = []
    for place in desks.indices { copies.append(desks[place].forReading) }
    self.desks = copies
    self.isByHand = isByHand
  }
}

/// The books as the API shows them: all desks as one account.
extension SessionBooks {
  /// The account and its positions, each symbol once.
  func portfolio() -> PortfolioState {
    var sums = SessionAccount(desks)
    for place in desks.indices {
      sums.filledOrders += desks[place].filledOrderCount
    }
    return PortfolioState(
      account: AccountReport(clamping: sums), positions: positions().map(\.position))
  }

  /// A page of the orders that got an id.
  func orders(_ query: OrderQuery) -> OrderPage {
    let wanted = desks.map { desk in
      query.symbol.flatMap { symbol in
        desk.symbols.first { desk.instrument($0).symbol == symbol }
      }
    }
    var ends = desks.map { $0.orders.list.place(from: query.before ?? .max) }
    var rows: [(desk: Int, order: Int)] = []
    // One more than asked for, which tells whether there are older ones.
    while rows.count <= query.limit {
      let newest = desks.indices.filter { ends[$0] > 0 }
        .max { desks[$0].orders[ends[$0] - 1].number < desks[$1].orders[ends[$1] - 1].number }
      guard let newest else { break }
      ends[newest] -= 1
      if query.symbol != nil,
        desks[newest].orders[ends[newest]].instrument != wanted[newest]
      {
        continue
      }
      rows.append((newest, ends[newest]))
    }
    let page = rows.prefix(query.limit).reversed()
    return OrderPage(
      orders: page.map { OrderReport(desks[$0.desk].orders[$0.order], at: desks[$0.desk]) },
      hasOlder: rows.count > query.limit)
  }

  /// The open positions, each symbol once, in the order of the symbols.
  func positions() -> [PositionState] {
    var rows: [InstrumentID: Int] = [:]
    var holders: [[PositionState.Holder]] = []
    for place in desks.indices {
      for id in desks[place].openInstruments {
        let view = desks[place].position(id)
        let row = rows[id] ?? holders.count
        if row == holders.count {
          rows[id] = row
          holders.append([])
        }
        holders[row].append(
          PositionState.Holder(
            share: AccountPosition.Share(
              strategy: strategy(at: place),
              position: PositionReport(view, symbol: desks[place].instrument(id).symbol)),
            stop: view.stop, target: view.target, openedAt: view.trip.openedAt))
      }
    }
    return holders.map { PositionState($0) }
      .sorted { $0.position.symbol < $1.position.symbol }
  }

  /// The name of the script of a desk; nil in a session of trades by hand alone.
  private func strategy(at place: Int) -> String? {
    isByHand ? nil : desks[place].declaration.name
  }

  /// The protective levels in force.
  func riskOrders() -> RiskOrders {
    var risk = RiskOrders(stopLosses: [], takeProfits: [])
    for place in desks.indices {
      for id in desks[place].openInstruments {
        let symbol = desks[place].instrument(id).symbol
        let size = desks[place].heldPosition(id).size
        let set = desks[place].protection(id)
        if let stop = set.stop {
          let level = RiskOrders.Level(
            symbol: symbol, triggerPrice: stop.price, quantity: size, strategy: strategy(at: place))
          risk.stopLosses.append(level)
          if stop.kind == .trailing { risk.trailingStops.append(level) }
        }
        for target in set.takeProfits(of: size) {
          risk.takeProfits.append(
            RiskOrders.Level(
              symbol: symbol, triggerPrice: target.price, quantity: target.quantity,
              strategy: strategy(at: place)))
        }
      }
    }
    let inOrder: (RiskOrders.Level, RiskOrders.Level) -> Bool = {
      ($0.symbol, $0.triggerPrice) < ($1.symbol, $1.triggerPrice)
    }
    risk.stopLosses.sort(by: inOrder)
    risk.takeProfits.sort(by: inOrder)
    risk.trailingStops.sort(by: inOrder)
    return risk
  }
}

extension AccountReport {
  /// The totals of a session; where realized and unrealized have no common sum, realized stands alone.
  init(clamping sums: SessionAccount) {
    do throws(MoneyError) {
      try self.init(sums, unrealized: sums.unrealized)
    } catch {
      do throws(MoneyError) {
        try self.init(sums, unrealized: .zero)
      } catch {
        preconditionFailure("an amount and zero have a sum: \(error)")
      }
    }
  }

  private init(_ sums: SessionAccount, unrealized: Amount) throws(MoneyError) {
    try self.init(
      initialBalance: sums.initial, walletBalance: sums.wallet, portfolioValue: sums.portfolio,
      realizedPnL: sums.realized, unrealizedPnL: unrealized, commission: sums.commission,
      orderCount: sums.filledOrders, activePositionsCount: sums.openPositions)
  }
}
