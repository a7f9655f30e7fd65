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
  /// What was filled of it.
  public var totals: OrderTotals
  /// How it finds its price.
  public var type: OrderType
  /// Where it is in its life.
  public var status: OrderStatus
  /// Whether it opens or increases a position.
  public var isEntry: Bool
  /// The code of a failure; nil otherwise.
  public var failure: DenialReason?
  /// Its texts.
  public var texts: Texts
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
    totals = OrderTotals(
      units: filled, value: value, charges: commission, realized: realized)
    self.type = type
    self.status = status
    self.isEntry = isEntry
    self.failure = failure
    texts = Texts(reason: reason, detail: detail, tag: tag, source: source)
    self.time = time
  }

  /// The texts of an order.
  public struct Texts: Equatable, Sendable {
    /// Who asked.
    public var reason: String
    /// The sentence of a failure.
    public var detail: String
    /// The asker's label.
    public var tag: String
    /// Where it was asked.
    public var source: String
  }

  /// Units filled.
  public var filled: Int64 { totals.units }
  /// Value of what was filled.
  public var value: Amount { totals.value }
  /// Commission paid.
  public var commission: Amount { totals.charges }
  /// What it changed in the realized total.
  public var realized: Amount { totals.realized }
  /// Who asked.
  public var reason: String { texts.reason }
  /// The sentence of a failure.
  public var detail: String { texts.detail }
  /// The asker's label.
  public var tag: String { texts.tag }
  /// Where it was asked.
  public var source: String { texts.source }
}
