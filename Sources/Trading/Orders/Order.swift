public import Market
public import Money

/// An order that got an id, in a compact form: a session may hold hundreds of thousands.
///
/// Texts (tag, source, reason, detail) are indices into the desk's ``TextPool``.
public struct Order: Equatable, Sendable {
  /// The account's running number, from 1; the id is `BUY-n` or `SELL-n`.
  public internal(set) var number: Int32
  /// Of what.
  public internal(set) var instrument: InstrumentID
  /// Units asked for, above zero.
  public internal(set) var quantity: Int64
  /// Units filled so far.
  public internal(set) var filled: Int64 = 0
  /// The exact value of what was filled.
  public internal(set) var value: Amount = .zero
  /// Commission paid.
  public internal(set) var commission: Amount = .zero
  /// What it changed in the realized total.
  public internal(set) var realized: Amount = .zero
  /// When it was asked for, or last changed.
  public internal(set) var time: EventTime
  /// The tag, pooled.
  public internal(set) var tag: TextPool.Index
  /// Where it was asked, pooled.
  public internal(set) var source: TextPool.Index
  /// Who asked, pooled.
  public internal(set) var reason: TextPool.Index
  /// The reason of a failure, or the text of a rule's exit, pooled.
  public internal(set) var detail: TextPool.Index
  /// The code of a failure; nil otherwise.
  public internal(set) var failure: DenialReason?
  /// Which way.
  public let side: OrderSide
  /// How it finds its price.
  public internal(set) var type: OrderType
  /// Where it is in its life.
  public internal(set) var status: OrderStatus = .pending
  /// Whether it opens or increases a position.
  public let isEntry: Bool
  /// Whether a script or person asked, rather than protection.
  public let isAsked: Bool
  /// Fills the last word: the tail of a copy would overlap otherwise, and whoever reads it wait.
  private let filler: UInt16 = 0

  /// The id people see: `BUY-1`.
  public var id: String { "\(side.text)-\(number)" }

  /// A decision about the order; what is nil is that of the order.
  @inline(__always)
  func decision(
    _ kind: Decision.Kind, sequence: Int64, price: Price?, trigger: Price?, quantity: Int64?,
    reason: TextPool.Index?
  ) -> Decision {
    Decision(
      sequence: sequence, number: number, instrument: instrument,
      quantity: quantity ?? self.quantity, price: price, trigger: trigger,
      reason: reason ?? self.reason, tag: tag, kind: kind, side: side, type: type)
  }

  /// Books an execution of all that was left.
  mutating func take(
    _ units: Int64, value: Amount, commission: Amount, realized: Amount, at time: EventTime
  ) {
    filled += units
    self.value = Amount(micros: self.value.micros + value.micros)
    self.commission = Amount(micros: self.commission.micros + commission.micros)
    self.realized = Amount(micros: self.realized.micros + realized.micros)
    self.time = time
    status = .executed
  }
}
