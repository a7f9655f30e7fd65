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
  /// What this fill was charged.
  public var charges: Charges
  /// What it changed in the realized total.
  public var realized: Amount
  /// When.
  public var time: EventTime

  /// A fill from its parts.
  public init(
    order: Int, number: Int32, instrument: InstrumentID, side: OrderSide, quantity: Int64,
    price: Price, commission: Amount, realized: Amount, time: EventTime
  ) {
    self.order = order
    self.number = number
    self.instrument = instrument
    self.side = side
    self.quantity = quantity
    self.price = price
    self.charges = Charges(commission: commission)
    self.realized = realized
    self.time = time
  }

  /// The commission among the charges.
  public var commission: Amount { charges.commission }
}
