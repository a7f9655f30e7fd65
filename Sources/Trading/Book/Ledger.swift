public import Money

/// The money of one book: wallet, what positions cost and are worth, what was realized.
///
/// A long position's cost is what was paid for it; a short's is the value blocked for it. Worth is what
/// a position adds to the portfolio: a long's market value; for a short, twice the blocked value less
/// the market value. So for both `unrealized = worth − cost`, and the identity of DESIGN
/// `realized + unrealized = portfolio − initial` is the same as
/// `wallet + cost = initial + realized`, which no mark can disturb.
public struct Ledger: Equatable, Codable, Sendable {
  /// What the book began with.
  public let initial: Amount
  /// Cash; it pays for purchases and charges.
  public private(set) var wallet: Amount
  /// Profit booked, commission deducted.
  public private(set) var realized: Amount = .zero
  /// Commission paid.
  public private(set) var commission: Amount = .zero
  /// Sum of the costs of open positions.
  public private(set) var cost: Amount = .zero
  /// Sum of the worths of open positions at their marks.
  public private(set) var worth: Amount = .zero
  /// The highest portfolio value seen, and the largest fall from one.
  public private(set) var extremes: ValueExtremes

  /// A book with cash and no positions.
  ///
  /// - Parameter initial: The cash, zero or positive.
  public init(initial: Amount) {
    self.initial = initial
    self.wallet = initial
    extremes = ValueExtremes(initial)
  }

  /// The largest fall of the portfolio's value from a peak.
  public var maxDrawdown: Amount { extremes.maxDrawdown }
  /// The peak that the largest fall began at.
  public var maxDrawdownPeak: Amount { extremes.maxDrawdownPeak }

  /// Profit marked.
  public var unrealized: Amount { Amount(micros: worth.micros - cost.micros) }
  /// Wallet and worth of positions.
  public var portfolio: Amount { Amount(micros: wallet.micros + worth.micros) }

  /// Moves the worth of positions after a new mark, and follows the portfolio's peak.
  ///
  /// - Parameter delta: The change of worth.
  /// - Throws: ``MoneyError/overflow``; the ledger is then unchanged.
  @inline(__always)
  mutating func mark(by delta: Amount) throws(MoneyError) {
    let newWorth = try worth.adding(delta)
    let value = try wallet.adding(newWorth)
    // The unrealized profit must fit as well, though nothing stores it.
    _ = try newWorth.subtracting(cost)
    worth = newWorth
    extremes.follow(value)
  }

  /// Books one execution.
  ///
  /// - Parameter entry: What moves; see ``LedgerEntry``.
  /// - Throws: ``MoneyError/overflow``; the ledger is then unchanged.
  mutating func post(_ entry: LedgerEntry) throws(MoneyError) {
    var next = self
    next.wallet = try wallet.adding(entry.wallet)
    next.realized = try realized.adding(entry.realized)
    next.commission = try commission.adding(entry.commission)
    next.cost = try cost.adding(entry.cost)
    next.worth = try worth.adding(entry.worth)
    _ = try next.worth.subtracting(next.cost)
    next.extremes.follow(try next.wallet.adding(next.worth))
    self = next
    checkIdentity()
  }

  /// Stops the program when the books do not balance: trading on with wrong books is worse.
  @inline(__always)
  func checkIdentity() {
    precondition(
      Int128(wallet.micros) + Int128(cost.micros)
        == Int128(initial.micros) + Int128(realized.micros),
      "the books must balance: wallet + cost = initial + realized")
  }
}

/// What one execution moves in a ledger; each field is a signed change.
public struct LedgerEntry: Equatable, Sendable {
  /// Cash.
  public var wallet: Amount
  /// Cost of positions.
  public var cost: Amount
  /// Worth of positions at the mark.
  public var worth: Amount
  /// Realized profit.
  public var realized: Amount
  /// Commission.
  public var commission: Amount

  /// An execution that opens or increases a position.
  ///
  /// Long: the wallet pays the value; short: the wallet blocks it. Either way cash becomes cost.
  static func entry(value: Amount, commission: Amount, worth: Amount) throws(MoneyError)
    -> LedgerEntry
  {
    LedgerEntry(
      wallet: try Amount.zero.subtracting(try value.adding(commission)), cost: value, worth: worth,
      realized: try commission.negated(), commission: commission)
  }

  /// An execution that reduces or closes a position.
  ///
  /// - Parameters:
  ///   - value: Price times quantity.
  ///   - costShare: The part of the position's cost that goes with it.
  ///   - isLong: Whether a long is sold, or a short covered.
  ///   - commission: The charge.
  ///   - worth: The change of the position's worth.
  /// - Returns: The entry.
  /// - Throws: ``MoneyError/overflow``.
  static func exit(
    value: Amount, costShare: Amount, isLong: Bool, commission: Amount, worth: Amount
  ) throws(MoneyError) -> LedgerEntry {
    let gain = isLong ? try value.subtracting(costShare) : try costShare.subtracting(value)
    let realized = try gain.subtracting(commission)
    return LedgerEntry(
      wallet: try costShare.adding(realized), cost: try costShare.negated(), worth: worth,
      realized: realized, commission: commission)
  }
}
