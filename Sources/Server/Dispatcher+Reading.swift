import HTTPTypes
import Reporting
import Trading

/// Calls that change nothing.
extension Dispatcher {
  /// Answers a call that reads.
  func read(
    _ endpoint: Endpoint, query: [(name: String, value: String)]
  ) async throws(ApiFailure) -> ApiResponse {
    switch endpoint {
    case .portfolio:
      let state = await session.portfolio()
      return .json { $0.portfolio(state) }
    case .orders:
      let symbol = query.first?.value
      if let symbol, !SymbolText.isFit(symbol) {
        throw .malformed("symbol: expected the name of an instrument such as NSE:SBIN-EQ")
      }
      let orders = await session.orders(symbol: symbol)
      return .json { json in
        json.orders("orders", orders)
        json.field("count", Int64(orders.count))
      }
    case .positions:
      let positions = await session.positions()
      return .json { $0.positions(positions) }
    case .riskOrders:
      let orders = await session.riskOrders()
      return .json { $0.riskOrders(orders) }
    case .health: return health()
    case .metrics:
      let own = counters.metrics(
        connections: connections.current, watchers: session.events.readerCount,
        droppedWatchers: session.events.droppedReaders)
      let text = MetricText.text(of: session.metrics() + own)
      return ApiResponse(type: MetricText.type, body: Array(text.utf8))
    case .description:
      return ApiResponse(type: "application/json", body: PackageResources.openapi_json)
    case .page:
      return ApiResponse(type: "text/html; charset=utf-8", body: PackageResources.index_html)
    case .buy, .sell, .updatePrice, .control, .events:
      preconditionFailure("a call that writes or streams was taken for one that reads")
    }
  }

  private func health() -> ApiResponse {
    let health = session.health()
    guard !health.isReady else {
      return .json { json in
        json.field("success", true)
        json.health(health)
      }
    }
    let (message, code): (String, DenialReason) =
      switch health.status {
      case .ok, .starting: ("Waiting for the first prices", .notReady)
      case .stale: ("Prices are stale", .staleFeed)
      case .disconnected: ("The price feed is disconnected", .staleFeed)
      case .degraded: ("A script has failed; stops keep working", .exitOnly)
      case .stopping: ("The session is ending", .notReady)
      }
    return .json(.serviceUnavailable) { json in
      json.field("success", false)
      json.field("message", "❌ " + message)
      json.field("code", code.rawValue)
      json.health(health)
    }
  }
}
