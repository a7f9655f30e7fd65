/// The fields of a tick, by the bridge's numbers.
package enum TickField: Int32, Sendable, CaseIterable {
  /// The broker's text.
  case symbol = 0
  /// The number in the session, from 1.
  case seq
  /// Milliseconds since the epoch.
  case time
  /// The last traded price.
  case ltp
  /// The best bid.
  case bid
  /// The best ask.
  case ask
  /// The day's volume so far.
  case volume
  /// Units at the best bid, when known.
  case bid_qty
  /// Units at the best ask, when known.
  case ask_qty
  /// Open interest, when known.
  case oi
  /// Units of the last trade, when known.
  case ltq

  /// The name scripts use.
  var name: String { "\(self)" }
}
