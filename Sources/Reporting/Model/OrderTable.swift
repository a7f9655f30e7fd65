import Market
public import Trading

/// The orders of one strategy, read from its desk when somebody asks for them.
///
/// A session may hold millions of orders. A report that prints eight of them makes eight rows, and
/// one that prints all of them never holds more than one.
public struct OrderTable: Sendable {
  private let desk: Desk

  /// The orders of a desk as they stand.
  public init(_ desk: Desk) { self.desk = desk }

  /// How many orders there are.
  public var count: Int { desk.orders.count }

  /// The row of an order by its place, from 0, in the order of ids.
  public subscript(place: Int) -> OrderReport { OrderReport(desk.orders[place], at: desk) }

  /// An order as the desk keeps it.
  func order(_ place: Int) -> Order { desk.orders[place] }

  /// Takes orders that were read out of the way.
  func settle() { desk.orders.settle() }

  /// A text that orders refer to.
  func text(_ index: TextPool.Index) -> String { desk.texts[index] }

  /// The symbol of an order.
  func symbol(of order: Order) -> String { desk.instrument(order.instrument).symbol }
}
