public import Money

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
