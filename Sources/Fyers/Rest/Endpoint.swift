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

/// The root an endpoint's path is relative to.
public enum RestBase: Sendable {
  /// Account, orders and login: `/api/v3`.
  case trading
  /// Market data: `/data`.
  case data
  /// Public files: symbol master and index table.
  case publicFiles
  /// The address lookup of the depth socket: `/indus`.
  case indus
}

/// What a channel wants in its `Authorization` header.
///
/// The rules differ by channel, and a wrong one may be answered with silence (FYERS.md, section 1).
public enum Authorization: Sendable {
  /// `<app id>:<token>`, without a scheme word.
  case appAndToken
  /// The bare token; the symbol-token endpoint.
  case tokenOnly
  /// No header.
  case none
}

/// How a call ranks in the account's throttle.
public enum Urgency: Int, Sendable, Comparable, CaseIterable {
  /// Reads: quotes, history, books.
  case read = 0
  /// New orders and modifications.
  case entry = 1
  /// Cancels, exits, and the reads that find out what became of an order: they jump the queue.
  case exit = 2

  /// Orders by rank; the exit is the greatest.
  public static func < (left: Urgency, right: Urgency) -> Bool { left.rawValue < right.rawValue }
}
