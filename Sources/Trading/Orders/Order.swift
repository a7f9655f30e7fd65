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
  /// What was filled of it.
  public internal(set) var totals = OrderTotals()
  /// When it was asked for, or last changed.
  public internal(set) var time: EventTime
  /// Its texts, pooled.
  public internal(set) var texts: OrderTexts
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
    _ kind: Decision.Kind, at moment: Desk.Moment, price: Price?, trigger: Price?, quantity: Int64?,
    reason: TextPool.Index?
  ) -> Decision {
    Decision(
      time: moment.clock, sequence: moment.sequence, number: number, instrument: instrument,
      quantity: quantity ?? self.quantity, price: price, trigger: trigger,
      reason: reason ?? texts.reason, tag: texts.tag, kind: kind, side: side, type: type)
  }

  /// Moves its status along the table of ``OrderStatus/after(_:)``.
  @inline(__always)
  mutating func move(by event: OrderEvent, at clock: EventTime) {
    guard let next = status.after(event) else {
      preconditionFailure("a \(status) order cannot be \(event)")
    }
    status = next
    time = clock
  }

  /// Units filled so far.
  @inline(__always)
  public var filled: Int64 { totals.units }
  /// The exact value of what was filled.
  public var value: Amount { totals.value }
  /// Commission paid.
  public var commission: Amount { totals.charges }
  /// What it changed in the realized total.
  public var realized: Amount { totals.realized }
  /// The tag, pooled.
  public var tag: TextPool.Index { texts.tag }
  /// Where it was asked, pooled.
  public var source: TextPool.Index { texts.source }
  /// Who asked, pooled.
  public var reason: TextPool.Index { texts.reason }
  /// The reason of a failure, or the text of a rule's exit, pooled.
  public var detail: TextPool.Index { texts.detail }
}

/// What was filled of an order, as exact sums.
public struct OrderTotals: Equatable, Codable, Sendable {
  /// Units filled so far.
  public internal(set) var units: Int64 = 0
  /// The exact value of what was filled.
  public internal(set) var value: Amount = .zero
  /// What was charged for it.
  public internal(set) var charges: Amount = .zero
  /// What it changed in the realized total.
  public internal(set) var realized: Amount = .zero

  /// Sums; without more, of nothing.
  public init(
    units: Int64 = 0, value: Amount = .zero, charges: Amount = .zero, realized: Amount = .zero
  ) {
    self.units = units
    self.value = value
    self.charges = charges
    self.realized = realized
  }

  /// Adds an execution, and says whether it is the first; its sums fit wherever those of the ledger do.
  @inline(__always)
  mutating func add(units: Int64, value: Amount, _ entry: LedgerEntry) -> Bool {
    let isFirst = self.units == 0
    self.units += units
    self.value = Amount(micros: self.value.micros + value.micros)
    charges = Amount(micros: charges.micros + entry.commission.micros)
    realized = Amount(micros: realized.micros + entry.realized.micros)
    return isFirst
  }
}

/// The texts of an order, pooled.
public struct OrderTexts: Equatable, Codable, Sendable {
  /// The asker's label.
  public internal(set) var tag: TextPool.Index = 0
  /// Where it was asked.
  public internal(set) var source: TextPool.Index = 0
  /// Who asked.
  public internal(set) var reason: TextPool.Index
  /// The reason of a failure, or the text of a rule's exit.
  public internal(set) var detail: TextPool.Index = 0
}

/// Which way an order goes.
public enum OrderSide: UInt8, Codable, Sendable, CaseIterable {
  /// Takes units for cash.
  case buy
  /// Gives units for cash.
  case sell

  /// The word of reports and scripts: `BUY` or `SELL`.
  public var text: String { self == .buy ? "BUY" : "SELL" }

  /// The other way.
  public var opposite: OrderSide { self == .buy ? .sell : .buy }
}

/// How an order finds its price.
public enum OrderType: UInt8, Codable, Sendable, CaseIterable {
  /// At the best price of the other side, at once.
  case market
  /// At the limit or better.
  case limit
  /// A market order once the last price reaches the trigger.
  case stop
  /// A limit order once the last price reaches the trigger.
  case stopLimit

  /// The word of scripts and of the decision hash.
  public var text: String {
    switch self {
    case .market: "market"
    case .limit: "limit"
    case .stop: "stop"
    case .stopLimit: "stop_limit"
    }
  }

  /// The type a script names; nil for any other word.
  public init?(text: String) {
    guard let type = OrderType.allCases.first(where: { $0.text == text }) else { return nil }
    self = type
  }

  /// Whether the order carries a limit price.
  public var hasPrice: Bool { self == .limit || self == .stopLimit }
  /// Whether the order carries a trigger price.
  public var hasTrigger: Bool { self == .stop || self == .stopLimit }
}
