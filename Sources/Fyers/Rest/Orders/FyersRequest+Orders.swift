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
