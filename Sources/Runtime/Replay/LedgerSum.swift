import Money
import Trading

/// The books of several scripts as one.
struct LedgerSum {
  private(set) var cash = Amount.zero
  private(set) var equity = Amount.zero
  private(set) var realized = Amount.zero
  private(set) var unrealized = Amount.zero

  /// Adds a book; sums beyond the range of amounts stay at its end.
  mutating func add(_ ledger: Ledger) {
    cash = Self.sum(cash, ledger.wallet)
    equity = Self.sum(equity, ledger.portfolio)
    realized = Self.sum(realized, ledger.realized)
    unrealized = Self.sum(unrealized, ledger.unrealized)
  }

  private static func sum(_ left: Amount, _ right: Amount) -> Amount {
    Amount(micros: Int64(clamping: Int128(left.micros) + Int128(right.micros)))
  }
}
