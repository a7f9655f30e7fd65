/// How a position is held and paid for, in FYERS' words.
enum ProductType: String, Sendable, CaseIterable {
  /// Delivery, paid whole.
  case cnc = "CNC"
  /// Closed the same day, a fifth is blocked.
  case intraday = "INTRADAY"
  /// Derivatives held overnight.
  case margin = "MARGIN"
  /// Delivery with borrowed money.
  case mtf = "MTF"
}
