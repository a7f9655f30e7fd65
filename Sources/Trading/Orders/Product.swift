/// How a position is financed and when it must end, in FYERS' words.
public enum Product: String, Sendable, CaseIterable {
  /// Closed the same day.
  case intraday = "INTRADAY"
  /// Delivery.
  case cnc = "CNC"
  /// Carried forward on margin.
  case margin = "MARGIN"
}
