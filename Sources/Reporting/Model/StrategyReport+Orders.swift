extension StrategyReport {
  /// The orders of several strategies in the order of the account's counter, each with the name of
  /// its strategy.
  static func ordersByNumber(
    of strategies: [StrategyReport]
  ) -> [(strategy: String, order: OrderReport)] {
    let orders = strategies.flatMap { strategy in
      strategy.orders.map { (strategy: strategy.name, order: $0) }
    }
    guard strategies.count > 1 else { return orders }
    return orders.enumerated()
      .sorted { ($0.element.order.number, $0.offset) < ($1.element.order.number, $1.offset) }
      .map(\.element)
  }
}

extension OrderReport {
  /// The number in the id; beyond every number when the id has none.
  fileprivate var number: Int64 {
    orderID.split(separator: "-").last.flatMap { Int64($0) } ?? .max
  }
}

extension SessionReport {
  /// The orders of all scripts, in the order of their numbers.
  public var ordersByNumber: [OrderReport] {
    if strategies.count == 1 { return strategies[0].orders }
    return StrategyReport.ordersByNumber(of: strategies).map(\.order)
  }
}
