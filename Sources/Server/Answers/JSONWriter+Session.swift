import Market
import Money
import Reporting
import Trading

/// The API's objects. Field names are the guide's where it has them, else the report's.
extension JSONWriter {
  /// An order as a member or an element.
  mutating func order(_ order: OrderReport, key: String? = nil) {
    beginObject(key, layout: .inline)
    orderFields(order)
    end()
  }

  /// The fields of an order.
  mutating func orderFields(_ order: OrderReport) {
    field("order_id", order.orderID)
    field("symbol", order.symbol)
    field("side", order.side.text)
    field("quantity", order.quantity)
    field("executed_price", order.executedPrice)
    field("timestamp", order.timestamp)
    field("commission", order.commission)
    field("realized_pnl", order.realizedPnL)
    field("status", order.status)
    field("reason", order.reason)
    field("tag", order.tag)
    field("source", order.source)
  }

  /// A list of orders.
  mutating func orders(_ key: String, _ orders: [OrderReport]) {
    beginArray(key, layout: .inline)
    for one in orders { order(one) }
    end()
  }

  /// The orders of a trade by hand: the first as `order`, all as `orders`.
  mutating func trade(_ trade: [ExecutedTrade]) {
    if let first = trade.first {
      beginObject("order", layout: .inline)
      orderFields(first)
      end()
    }
    beginArray("orders", layout: .inline)
    for order in trade {
      beginObject(layout: .inline)
      orderFields(order)
      end()
    }
    end()
  }

  private mutating func orderFields(_ trade: ExecutedTrade) {
    field("order_id", trade.orderID)
    field("symbol", trade.symbol)
    field("side", trade.side.text)
    field("quantity", trade.quantity)
    field("executed_price", trade.executedPrice)
    field("timestamp", trade.timestamp)
    field("commission", trade.commission)
    field("realized_pnl", trade.realizedPnL)
    field("status", OrderStatus.executed.text)
  }

  /// The account in the guide's shape.
  mutating func portfolio(_ state: PortfolioState) {
    field("wallet_balance", state.account.walletBalance)
    field("total_realized_pnl", state.account.realizedPnL)
    field("total_unrealized_pnl", state.account.unrealizedPnL)
    field("total_pnl", state.account.totalPnL)
    field("total_pnl_percent", state.account.totalPnLPercent)
    field("portfolio_value", state.account.portfolioValue)
    field("active_positions_count", state.account.activePositionsCount)
    field("order_count", state.account.orderCount)
    beginObject("positions", layout: .inline)
    for position in state.positions { self.position(position) }
    end()
  }

  /// The open positions by symbol, with what guards them, and what each script has of them.
  mutating func positions(_ positions: [PositionState]) {
    beginObject("positions", layout: .inline)
    for state in positions {
      beginObject(state.position.symbol, layout: .inline)
      positionFields(state.position)
      guardFields(stop: state.stop, target: state.target, openedAt: state.openedAt)
      field("strategy", state.strategy)
      beginObject("strategies", layout: .inline)
      for holder in state.holders {
        guard let strategy = holder.share.strategy else { continue }
        beginObject(strategy, layout: .inline)
        positionFields(holder.share.position)
        guardFields(stop: holder.stop, target: holder.target, openedAt: holder.openedAt)
        end()
      }
      end()
      end()
    }
    end()
    field("count", Int64(positions.count))
  }

  private mutating func guardFields(stop: Price?, target: Price?, openedAt: EventTime?) {
    field("stop", stop)
    field("target", target)
    field("opened_at", openedAt)
  }

  /// The protective levels by kind and symbol.
  mutating func riskOrders(_ orders: RiskOrders) {
    levels("stop_losses", orders.stopLosses)
    levels("take_profits", orders.takeProfits)
    if !orders.trailingStops.isEmpty { levels("trailing_stops", orders.trailingStops) }
  }

  private mutating func levels(_ key: String, _ levels: [RiskOrders.Level]) {
    var symbols: [String] = []
    var bySymbol: [String: [RiskOrders.Level]] = [:]
    for level in levels {
      if bySymbol[level.symbol] == nil { symbols.append(level.symbol) }
      bySymbol[level.symbol, default: []].append(level)
    }
    beginObject(key, layout: .inline)
    for symbol in symbols {
      beginArray(symbol, layout: .inline)
      for level in bySymbol[symbol] ?? [] {
        beginObject(layout: .inline)
        field("trigger_price", level.triggerPrice)
        field("quantity", level.quantity)
        if let strategy = level.strategy { field("strategy", strategy) }
        end()
      }
      end()
    }
    end()
  }

  /// The state of a session's health.
  mutating func health(_ health: HealthState) {
    field("status", health.status.rawValue)
    field("mode", health.mode.rawValue)
    field("feed", health.feed)
    field("broker", health.broker)
    field("last_tick", health.lastTick)
    field("uptime_seconds", health.uptimeSeconds)
    beginArray("problems", layout: .inline)
    for problem in health.problems { element(problem) }
    end()
  }
}
