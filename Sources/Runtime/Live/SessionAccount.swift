import Money
import Trading

/// The sums over all desks of a session, held at the ends of the range.
struct SessionAccount: Sendable, Equatable {
  /// What the session began with.
  var initial = Amount.zero
  /// Cash.
  var wallet = Amount.zero
  /// Cash and positions.
  var portfolio = Amount.zero
  /// Profit booked.
  var realized = Amount.zero
  /// Profit marked.
  var unrealized = Amount.zero
  /// Commission paid.
  var commission = Amount.zero
  /// Orders with a fill.
  var filledOrders: Int64 = 0
  /// Open positions.
  var openPositions: Int64 = 0

  /// An empty account.
  init() {}

  /// The sums of desks.
  init(_ desks: borrowing [Desk]) {
    func sum(_ part: (Ledger) -> Amount) -> Amount {
      var total = Int128(0)
      for place in desks.indices { total += Int128(part(desks[place].ledger).micros) }
      return Amount(micros: Int64(clamping: total))
    }
    initial = sum(\.initial)
    wallet = sum(\.wallet)
    portfolio = sum(\.portfolio)
    realized = sum(\.realized)
    unrealized = sum(\.unrealized)
    commission = sum(\.commission)
    for place in desks.indices {
      openPositions += Int64(desks[place].openInstruments.count)
    }
  }
}
