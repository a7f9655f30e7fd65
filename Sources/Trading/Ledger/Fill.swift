public import Market
public import Money

/// An execution of all or part of an order.
public struct Fill: Equatable, Sendable {
  /// The order's place in its desk's list.
  public var order: Int
  /// The order's number in the account.
  public var number: Int32
  /// Of what.
  public var instrument: InstrumentID
  /// Which way.
  public var side: OrderSide
  /// Units, above zero.
  public var quantity: Int64
  /// The price of a unit.
  public var price: Price
  /// Commission of this fill.
  public var commission: Amount
  /// What it changed in the realized total.
  public var realized: Amount
  /// When.
  public var time: EventTime
}
