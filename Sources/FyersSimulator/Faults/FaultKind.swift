/// What can be made to go wrong.
enum FaultKind: String, Sendable, CaseIterable {
  /// The data sockets are cut.
  case disconnect
  /// Sockets stay open, but nothing is sent or read any more.
  case halfOpen = "half-open"
  /// Data sockets get no data, control frames are still answered.
  case mute
  /// An order-socket message is sent twice.
  case duplicate
  /// An order-socket message is held back behind the next one.
  case reorder
  /// An order's fills come late.
  case lateFill = "late-fill"
  /// Risk management rejects an order.
  case reject
  /// An order is taken, but the reply never comes.
  case timeout
  /// An order is taken, but the reply is 201: sent, not acknowledged.
  case unconfirmed
  /// A call is answered 429.
  case rateLimit = "429"
  /// All tokens expire.
  case tokenExpiry = "token-expiry"
  /// An update carries another symbol's number.
  case wrongSymbol = "wrong-symbol"
  /// Indices stand still.
  case frozenIndex = "frozen-index"
  /// A quote's bid is above its ask.
  case crossedQuote = "crossed-quote"
  /// The server stops reading from its sockets for a while.
  case slowReader = "slow-reader"
  /// A frame of random bytes is sent.
  case garbageFrame = "garbage-frame"
}
