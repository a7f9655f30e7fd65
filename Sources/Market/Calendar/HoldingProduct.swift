/// How a position is held, in FYERS' words.
public enum HoldingProduct: String, Hashable, CaseIterable, Sendable {
  /// Closed the same day (MIS elsewhere).
  case intraday = "INTRADAY"
  /// Shares delivered.
  case delivery = "CNC"
  /// Derivatives carried overnight (NRML elsewhere).
  case margin = "MARGIN"
}
