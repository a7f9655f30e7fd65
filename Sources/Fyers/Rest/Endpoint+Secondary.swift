extension Endpoint {
  /// The routes that no order depends on.
  var secondaryRoute: Route {
    switch self {
    case .createAlert: Route(.post, "/price-alert")
    case .alerts: Route(.get, "/price-alert")
    case .updateAlert: Route(.put, "/price-alert")
    case .deleteAlert: Route(.delete, "/price-alert")
    case .toggleAlert: Route(.put, "/toggle-alert")
    case .smartLimit: Route(.post, "/smart-order/limit")
    case .smartStep: Route(.post, "/smart-order/step")
    case .smartTrail: Route(.post, "/smart-order/trail")
    case .smartSIP: Route(.post, "/smart-order/sip")
    case .modifySmart: Route(.patch, "/smart-order/modify")
    case .cancelSmart: Route(.delete, "/smart-order/cancel")
    case .pauseSmart: Route(.patch, "/smart-order/pause")
    case .resumeSmart: Route(.patch, "/smart-order/resume")
    case .smartOrderBook: Route(.get, "/smart-order/orderbook")
    case .createSmartExit: Route(.post, "/flows/tc/se")
    case .smartExits: Route(.get, "/flows/tc/se")
    case .updateSmartExit: Route(.put, "/flows/tc/se")
    case .activateSmartExit: Route(.post, "/flows/tc/se/activate")
    case .orderHistory: Route(.get, "/order-history")
    case .tradeHistory: Route(.get, "/trade-history")
    case .chargesHistory: Route(.get, "/charges-history")
    case .realisedHistory: Route(.get, "/realised-pnl-history")
    case .taxHistory: Route(.get, "/tax-pnl-history")
    case .ledgerHistory: Route(.get, "/ledger-history")
    case .screenersConfig: Route(.get, "/screeners/config")
    case .screenersQuery: Route(.get, "/screeners/query")
    case .screenersCandlestick: Route(.get, "/screeners/candlestick")
    case .screenersTechnical: Route(.get, "/screeners/technical")
    case .depthSocketAddress: Route(.get, "/home/tbtws", .indus)
    default: dataRoute
    }
  }

  private var dataRoute: Route {
    switch self {
    case .quotesByList: Route(.post, "/quotes", .data)
    case .depth: Route(.get, "/depth", .data)
    case .history: Route(.get, "/history", .data)
    case .optionChain: Route(.get, "/options-chain-v3", .data)
    case .futuresChain: Route(.get, "/futures-chain", .data)
    case .marketStatus: Route(.get, "/marketStatus", .data)
    case .symbolTokens: Route(.post, "/symbol-token", .data)
    case .expiryDates: Route(.get, "/history/fno/expired/expiry-dates", .data)
    case .expiredUnderlyings: Route(.get, "/history/fno/expired/underlying-symbols", .data)
    case .expiredHistory: Route(.get, "/history/fno/expired/historical-data", .data)
    default: Route(.get, "/quotes", .data)
    }
  }

  /// What the endpoint wants in its `Authorization` header.
  public var authorization: Authorization {
    switch self {
    case .validateAuthCode, .validateRefreshToken: .none
    case .symbolTokens: .tokenOnly
    default: .appAndToken
    }
  }

  /// Whether the official client sends `version: 3` with it.
  var sendsVersion: Bool {
    switch self {
    case .validateAuthCode, .validateRefreshToken, .symbolTokens, .depthSocketAddress: false
    default: true
    }
  }

  /// How the call ranks in the throttle.
  public var urgency: Urgency {
    switch self {
    case .cancelOrder, .cancelOrders, .cancelGTT, .cancelSmart, .exitPositions: .exit
    case .placeOrder, .modifyOrder, .placeOrders, .modifyOrders, .placeMultileg, .placeGTT,
      .modifyGTT, .attachLegs, .convertPosition, .smartLimit, .smartStep, .smartTrail, .smartSIP,
      .modifySmart, .pauseSmart, .resumeSmart:
      .entry
    default: .read
    }
  }

  /// Whether the call counts towards the ten orders a second (place, modify and cancel together).
  public var countsAsOrder: Bool { urgency != .read }

  /// Whether the call may change an order or a position, so that its outcome must never be guessed
  /// and the call never repeated.
  public var changesOrders: Bool { urgency != .read }
}
