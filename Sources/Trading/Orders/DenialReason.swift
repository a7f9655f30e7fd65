/// Why the gate said no; the raw value is the code scripts and the API see.
public enum DenialReason: String, Sendable, CaseIterable, Error {
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
