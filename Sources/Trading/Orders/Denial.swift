import Money

/// The gate's refusal, with the limit and the actual value in its detail.
///
/// A script may run into the same refusal on every tick, so the sentence is put together only when
/// somebody reads it.
public struct Denial: Error, Hashable, Codable, Sendable {
  /// What the sentence is made of.
  private enum Facts: Hashable, Codable, Sendable {
    case sentence(String)
    case balance(need: Amount, available: Amount)
    case holding(need: Int64, available: Int64)
  }

  /// The code.
  public let reason: DenialReason
  private let facts: Facts

  /// A refusal with its sentence.
  public init(_ reason: DenialReason, _ sentence: String) {
    self.reason = reason
    self.facts = .sentence(sentence)
  }

  private init(_ reason: DenialReason, facts: Facts) {
    self.reason = reason
    self.facts = facts
  }

  /// One request more than a tick may have: the script's error, which is raised.
  public static let tooManyRequests = Denial(
    .rateLimit, "more than \(ScriptContext.requestsPerTick) requests in one tick")

  /// The wallet does not cover an order.
  static func balance(need: Amount, available: Amount) -> Denial {
    Denial(.funds, facts: .balance(need: need, available: max(available, .zero)))
  }

  /// An entry of another product than what is held.
  static func product(held: Product, asked: Product) -> Denial {
    Denial(
      .quantity, "The position is held as \(held.rawValue), the order is \(asked.rawValue).")
  }

  /// More is to be sold than is held and free.
  static func holding(need: Int64, available: Int64) -> Denial {
    Denial(.quantity, facts: .holding(need: need, available: available))
  }

  /// The numbers of the two refusals that scripts meet most.
  public struct Figures: Hashable, Sendable {
    /// Whether they are millionths of a rupee (a wallet too small), not units (too little held).
    public let areMoney: Bool
    /// What an order needs.
    public let need: Int64
    /// What there is.
    public let available: Int64

    /// The numbers of a refusal.
    public init(areMoney: Bool, need: Int64, available: Int64) {
      self.areMoney = areMoney
      self.need = need
      self.available = available
    }
  }

  /// The numbers the sentence is made of; nil when it is made of others.
  public var figures: Figures? {
    switch facts {
    case .sentence: nil
    case .balance(let need, let available):
      Figures(areMoney: true, need: need.micros, available: available.micros)
    case .holding(let need, let available):
      Figures(areMoney: false, need: need, available: available)
    }
  }

  /// The refusal of figures taken from one before.
  public init(figures: Figures) {
    self =
      figures.areMoney
      ? .balance(
        need: Amount(micros: figures.need), available: Amount(micros: figures.available))
      : .holding(need: figures.need, available: figures.available)
  }

  /// One sentence for people, such as `Insufficient quantity. Need: 11, Available: 10`.
  public var detail: String {
    switch facts {
    case .sentence(let text):
      text
    case .balance(let need, let available):
      "Insufficient balance. Need: \(need.rupeeText), Available: \(available.rupeeText)"
    case .holding(let need, let available):
      "Insufficient quantity. Need: \(need), Available: \(available)"
    }
  }
}

/// Why the gate said no; the raw value is the code scripts and the API see.
public enum DenialReason: String, Codable, Sendable, CaseIterable, Error {
  /// No tick yet, or a moment at which orders cannot be taken.
  case notReady = "NOT_READY"
  /// The last price is too old to enter on.
  case staleFeed = "STALE_FEED"
  /// The instrument's session is closed.
  case sessionClosed = "SESSION_CLOSED"
  /// The strategy takes no entries at this hour.
  case noEntryAfter = "NO_ENTRY_AFTER"
  /// Only exits are taken.
  case exitOnly = "EXIT_ONLY"
  /// Nothing is taken.
  case halted = "HALTED"
  /// The wallet does not cover it.
  case funds = "FUNDS"
  /// The quantity is no positive whole number, or more than is held.
  case quantity = "QUANTITY"
  /// The quantity is no multiple of the lot.
  case lotSize = "LOT_SIZE"
  /// The price lies outside the exchange's band.
  case priceBand = "PRICE_BAND"
  /// The price is no positive number in range.
  case price = "PRICE"
  /// A protective level lies on the wrong side of the market.
  case stopSide = "STOP_SIDE"
  /// The day's loss limit is reached.
  case maxLoss = "MAX_LOSS"
  /// The day's number of entries is reached.
  case maxOrders = "MAX_ORDERS"
  /// The position would exceed the largest allowed quantity.
  case maxQuantity = "MAX_QUANTITY"
  /// The position would exceed the largest allowed value.
  case maxNotional = "MAX_NOTIONAL"
  /// Too many positions are open.
  case maxPositions = "MAX_POSITIONS"
  /// The symbol's last exit is too recent.
  case cooldown = "COOLDOWN"
  /// The same order was just sent.
  case duplicate = "DUPLICATE"
  /// Too many orders in too short a time.
  case rateLimit = "RATE_LIMIT"
  /// The broker's token has expired.
  case tokenExpired = "TOKEN_EXPIRED"
  /// The broker refused.
  case brokerReject = "BROKER_REJECT"
  /// An earlier order's fate is not known.
  case unknownOutcome = "UNKNOWN_OUTCOME"
  /// The books do not agree with the broker's yet.
  case notReconciled = "NOT_RECONCILED"
}
