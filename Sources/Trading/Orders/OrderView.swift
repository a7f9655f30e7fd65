public import Market
public import Money

/// An order as callbacks see it.
public struct OrderView: Equatable, Sendable {
  /// The account's number.
  public var number: Int32
  /// Which way.
  public var side: OrderSide
  /// Of what.
  public var instrument: InstrumentID
  /// Units asked for.
  public var quantity: Int64
  /// Units filled.
  public var filled: Int64
  /// Value of what was filled.
  public var value: Amount
  /// Commission paid.
  public var commission: Amount
  /// What it changed in the realized total.
  public var realized: Amount
  /// How it finds its price.
  public var type: OrderType
  /// Where it is in its life.
  public var status: OrderStatus
  /// Whether it opens or increases a position.
  public var isEntry: Bool
  /// The code of a failure; nil otherwise.
  public var failure: DenialReason?
  /// Who asked.
  public var reason: String
  /// The sentence of a failure.
  public var detail: String
  /// The asker's label.
  public var tag: String
  /// Where it was asked.
  public var source: String
  /// When it last changed.
  public var time: EventTime
}
