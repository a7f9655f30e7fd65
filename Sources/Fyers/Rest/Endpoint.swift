/// The endpoints of the broker's REST interface, version 3 (FYERS.md, sections 4 to 6, 10 and 11).
public enum Endpoint: String, Sendable, CaseIterable {
  // Login.
  case validateAuthCode, validateRefreshToken, logout
  // Account and books.
  case profile, funds, holdings, positions, orderBook, tradeBook, gttOrderBook
  // Orders.
  case placeOrder, modifyOrder, cancelOrder
  case placeOrders, modifyOrders, cancelOrders, placeMultileg
  case placeGTT, modifyGTT, cancelGTT
  case exitPositions, attachLegs, convertPosition, margin
  // Alerts, smart orders, smart exits.
  case createAlert, alerts, updateAlert, deleteAlert, toggleAlert
  case smartLimit, smartStep, smartTrail, smartSIP
  case modifySmart, cancelSmart, pauseSmart, resumeSmart, smartOrderBook
  case createSmartExit, smartExits, updateSmartExit, activateSmartExit
  // Reports and screeners.
  case orderHistory, tradeHistory, chargesHistory, realisedHistory, taxHistory, ledgerHistory
  case screenersConfig, screenersQuery, screenersCandlestick, screenersTechnical
  // Market data.
  case quotes, quotesByList, depth, history, optionChain, futuresChain, marketStatus, symbolTokens
  case expiryDates, expiredUnderlyings, expiredHistory
  case depthSocketAddress

  /// Method, root and path.
  struct Route {
    let verb: HTTPVerb
    let base: RestBase
    let path: String

    init(_ verb: HTTPVerb, _ path: String, _ base: RestBase = .trading) {
      self.verb = verb
      self.path = path
      self.base = base
    }
  }

  /// The request method.
  public var verb: HTTPVerb { route.verb }
  /// The root the path is relative to.
  public var base: RestBase { route.base }
  /// The path below the root, with its leading slash.
  public var path: String { route.path }

  var route: Route {
    switch self {
    case .validateAuthCode: Route(.post, "/validate-authcode")
    case .validateRefreshToken: Route(.post, "/validate-refresh-token")
    case .logout: Route(.post, "/logout")
    case .profile: Route(.get, "/profile")
    case .funds: Route(.get, "/funds")
    case .holdings: Route(.get, "/holdings")
    case .positions: Route(.get, "/positions")
    case .orderBook: Route(.get, "/orders")
    case .tradeBook: Route(.get, "/tradebook")
    case .gttOrderBook: Route(.get, "/gtt/orders")
    case .margin: Route(.post, "/multiorder/margin")
    case .placeOrder: Route(.post, "/orders/sync")
    case .modifyOrder: Route(.patch, "/orders/sync")
    case .cancelOrder: Route(.delete, "/orders/sync")
    case .placeOrders: Route(.post, "/multi-order/sync")
    case .modifyOrders: Route(.patch, "/multi-order/sync")
    case .cancelOrders: Route(.delete, "/multi-order/sync")
    case .placeMultileg: Route(.post, "/multileg/orders/sync")
    case .placeGTT: Route(.post, "/gtt/orders/sync")
    case .modifyGTT: Route(.patch, "/gtt/orders/sync")
    case .cancelGTT: Route(.delete, "/gtt/orders/sync")
    case .exitPositions: Route(.delete, "/positions")
    case .attachLegs: Route(.patch, "/positions")
    case .convertPosition: Route(.post, "/positions")
    default: secondaryRoute
    }
  }
}
