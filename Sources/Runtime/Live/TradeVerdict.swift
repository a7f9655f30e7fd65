import Trading

/// The gate's answer to a trade by hand, and where it was made.
struct TradeVerdict {
  /// The desk.
  var desk: Int
  /// The answer.
  var ticket: OrderTicket
}
