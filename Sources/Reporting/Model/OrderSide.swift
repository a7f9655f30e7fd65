/// Which way an order goes, in the words of reports and scripts.
public enum OrderSide: String, Sendable {
  /// Adds to a long or closes a short.
  case buy = "BUY"
  /// Reduces a long or opens a short.
  case sell = "SELL"
}
