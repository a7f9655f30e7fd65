import Market
import Money
import Reporting
import Server
import Trading

/// The books as the API shows them: all desks as one account.
extension LiveLoop where Rules: ~Copyable {
  /// The account and its positions, each symbol once.
  func portfolio() -> PortfolioState {
    var sums = SessionAccount(core.engine.desks)
    for place in core.engine.desks.indices {
      sums.filledOrders += core.engine.desks[place].filledOrderCount
    }
    return PortfolioState(
      account: AccountReport(clamping: sums), positions: positions().map(\.position))
  }

  /// The orders that got an id, oldest first.
  func orders(of symbol: String?) -> [OrderReport] {
    var wanted: InstrumentID?
    if let symbol {
      guard let id = core.table.id(of: symbol) else { return [] }
      wanted = id
    }
    var rows: [(Int32, OrderReport)] = []
    for place in core.engine.desks.indices {
      let orders = core.engine.desks[place].orders
      for index in 0..<orders.count {
        if let wanted, orders[index].instrument != wanted { continue }
        let report = OrderReport(orders[index], at: core.engine.desks[place])
        rows.append((orders[index].number, report))
      }
    }
    if core.engine.desks.count > 1 { rows.sort { $0.0 < $1.0 } }
    return rows.map(\.1)
  }

  /// The open positions, each symbol once, in the order of the symbols.
  func positions() -> [PositionState] {
    var rows: [InstrumentID: Int] = [:]
    var holders: [[PositionState.Holder]] = []
    for place in core.engine.desks.indices {
      for id in core.engine.desks[place].openInstruments {
        let view = core.engine.desks[place].position(id)
        let row = rows[id] ?? holders.count
        if row == holders.count {
          rows[id] = row
          holders.append([])
        }
        holders[row].append(
          PositionState.Holder(
            share: AccountPosition.Share(
              strategy: strategy(at: place),
              position: PositionReport(view, symbol: core.table[id].symbol)),
            stop: view.stop, target: view.target, openedAt: view.trip.openedAt))
      }
    }
    return holders.map { PositionState($0) }
      .sorted { $0.position.symbol < $1.position.symbol }
  }

  /// The name of the script of a desk; nil in a session of trades by hand alone.
  private func strategy(at place: Int) -> String? {
    options.terms.scripts.isEmpty ? nil : core.engine.desks[place].declaration.name
  }

  /// The protective levels in force.
  func riskOrders() -> RiskOrders {
    var risk = RiskOrders(stopLosses: [], takeProfits: [])
    for place in core.engine.desks.indices {
      for id in core.engine.desks[place].openInstruments {
        let symbol = core.table[id].symbol
        let size = core.engine.desks[place].heldPosition(id).size
        let set = core.engine.desks[place].protection(id)
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
