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

  /// A view from its parts.
  public init(
    number: Int32, side: OrderSide, instrument: InstrumentID, quantity: Int64, filled: Int64,
    value: Amount, commission: Amount, realized: Amount, type: OrderType, status: OrderStatus,
    isEntry: Bool, failure: DenialReason?, reason: String, detail: String, tag: String,
    source: String, time: EventTime
  ) {
    self.number = number
    self.side = side
    self.instrument = instrument
    self.quantity = quantity
    self.filled = filled
    self.value = value
    self.commission = commission
    self.realized = realized
    self.type = type
    self.status = status
    self.isEntry = isEntry
    self.failure = failure
    self.reason = reason
    self.detail = detail
    self.tag = tag
    self.source = source
    self.time = time
  }
}
