import WireText

extension FyersRequest {
  /// The most orders of one multi-order call.
  public static let longestOrderList = 10

  /// Places an order.
  ///
  /// - Parameter order: The order.
  /// - Returns: The request.
  /// - Throws: ``FyersError/invalidRequest(_:)``.
  public static func place(_ order: OrderPlacement) throws(FyersError) -> FyersRequest {
    FyersRequest(.placeOrder, body: .object(try order.body()))
  }

  /// Places up to ten orders; each is accepted or rejected by itself.
  ///
  /// - Parameter orders: The orders.
  /// - Returns: The request.
  /// - Throws: ``FyersError/invalidRequest(_:)``.
  public static func place(_ orders: [OrderPlacement]) throws(FyersError) -> FyersRequest {
    try checkCount(orders.count)
    var bodies: [JSONValue] = []
    for order in orders { bodies.append(.object(try order.body())) }
    return FyersRequest(.placeOrders, body: .array(bodies))
  }

  /// Changes a working order.
  ///
  /// - Parameter change: The change.
  /// - Returns: The request.
  /// - Throws: ``FyersError/invalidRequest(_:)``.
  public static func modify(_ change: OrderModification) throws(FyersError) -> FyersRequest {
    FyersRequest(.modifyOrder, body: .object(try change.body()))
  }

  /// Changes up to ten working orders.
  ///
  /// - Parameter changes: The changes.
  /// - Returns: The request.
  /// - Throws: ``FyersError/invalidRequest(_:)``.
  public static func modify(_ changes: [OrderModification]) throws(FyersError) -> FyersRequest {
    try checkCount(changes.count)
    var bodies: [JSONValue] = []
    for change in changes { bodies.append(.object(try change.body())) }
    return FyersRequest(.modifyOrders, body: .array(bodies))
  }

  /// Cancels a working order.
  public static func cancel(orderID: String) -> FyersRequest {
    FyersRequest(.cancelOrder, body: .object(["id": .string(orderID)]))
  }

  /// Cancels up to ten working orders.
  ///
  /// - Parameter orderIDs: The broker's ids.
  /// - Returns: The request.
  /// - Throws: ``FyersError/invalidRequest(_:)`` when the list is empty or too long.
  public static func cancel(orderIDs: [String]) throws(FyersError) -> FyersRequest {
    try checkCount(orderIDs.count)
    return FyersRequest(
      .cancelOrders, body: .array(orderIDs.map { .object(["id": .string($0)]) }))
  }

  /// Closes positions at the market.
  ///
  /// - Parameter exit: Which.
  /// - Returns: The request.
  /// - Throws: ``FyersError/invalidRequest(_:)`` for an empty list, which the broker could take for
  ///   all positions.
  public static func exit(_ exit: PositionExit) throws(FyersError) -> FyersRequest {
    if case .positions(let ids) = exit, ids.isEmpty || ids.contains("") {
      throw .invalidRequest("exit: expected position ids, was an empty list or id")
    }
    return FyersRequest(.exitPositions, body: .object(exit.body))
  }

  /// Moves a position to another product.
  public static func convert(_ conversion: PositionConversion) -> FyersRequest {
    FyersRequest(.convertPosition, body: .object(conversion.body))
  }

  private static func checkCount(_ count: Int) throws(FyersError) {
    guard (1...longestOrderList).contains(count) else {
      throw .invalidRequest("orders: expected 1 to 10 in one call, was \(count)")
    }
  }
}

/// Which positions are closed at the market (FYERS.md, section 6.5).
public enum PositionExit: Sendable, Equatable {
  /// All.
  case all
  /// These, by `<symbol>-<product>`.
  case positions([String])
  /// None; the working orders are cancelled.
  case pendingOrders

  /// The body of the call.
  var body: JSONObject {
    switch self {
    case .all: ["exit_all": .integer(1)]
    case .positions(let ids) where ids.count == 1: ["id": .string(ids[0])]
    case .positions(let ids): ["id": .array(ids.map(JSONValue.string))]
    case .pendingOrders: ["pending_orders_cancel": .integer(1)]
    }
  }
}

/// A position's move from one product to another.
public struct PositionConversion: Sendable, Equatable {
  /// The position, `<symbol>-<product>`.
  public var positionID: String
  /// 1 for a long position, -1 for a short one.
  public var side: OrderPlacement.Side
  /// Units to convert.
  public var quantity: Int64
  /// The product it has.
  public var from: String
  /// The product it gets.
  public var to: String
  /// Whether it was carried over night.
  public var isOvernight: Bool

  /// A conversion.
  public init(
    positionID: String, side: OrderPlacement.Side, quantity: Int64, from: String, to: String,
    isOvernight: Bool
  ) {
    self.positionID = positionID
    self.side = side
    self.quantity = quantity
    self.from = from
    self.to = to
    self.isOvernight = isOvernight
  }

  /// The body of the call.
  var body: JSONObject {
    [
      "symbol": .string(positionID), "positionSide": .integer(side.rawValue),
      "convertQty": .integer(quantity), "convertFrom": .string(from), "convertTo": .string(to),
      "overnight": .integer(isOvernight ? 1 : 0),
    ]
  }
}

/// What became of one order call, as far as its reply tells.
public enum OrderReply: Sendable, Equatable {
  /// Accepted under this id.
  case accepted(id: String)
  /// A sliced order or one of several: the ids that were accepted, and for each of the others why
  /// not.
  case several([OrderReply])
  /// Rejected or refused: it is certain that no order works.
  case refused(code: Int64, message: String)
  /// Nobody knows: the order and trade books must be asked by tag. Never send again.
  case unknown(reason: String)

  /// Reads the reply to a placement, modification or cancellation.
  public init(_ reply: FyersReply) {
    switch reply.verdict {
    case .success: self = Self.success(reply)
    case .unacknowledged, .exitUnfilled: self = .unknown(reason: "sent without acknowledgement")
    case .nothingToExit: self = .refused(code: reply.code ?? 0, message: reply.message)
    case .orderRejected(let message):
      self = .refused(code: BrokerCode.rejected, message: message)
    case .refused(let code, let message): self = .refused(code: code, message: message)
    case .tokenDead(let code): self = .refused(code: code, message: "token not accepted")
    case .rateLimited: self = .refused(code: -429, message: "rate limited")
    case .unclear(let reason): self = .unknown(reason: reason)
    case .noData: self = .unknown(reason: "no data")
    }
  }

  private static func success(_ reply: FyersReply) -> OrderReply {
    if let rows = reply["data"]?.array {
      return .several(rows.map { inner($0, endpoint: reply.endpoint) })
    }
    if let id = reply["id"]?.text, !id.isEmpty { return .accepted(id: id) }
    return .unknown(reason: "accepted without an id")
  }

  /// One element of a multi-order reply; the outer ok says nothing about it.
  private static func inner(_ row: JSONValue, endpoint: Endpoint) -> OrderReply {
    guard let body = row["body"] else { return .unknown(reason: "a row without a body") }
    let status = row["statusCode"]?.int64.flatMap { Int(exactly: $0) } ?? 200
    let answer = HTTPAnswer(status: status, body: Array(body.pythonText.utf8))
    return OrderReply(FyersReply(endpoint: endpoint, answer: answer))
  }
}
