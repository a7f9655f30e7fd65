/// A part of an exchange's day; the raw value is what scripts and the calendar's text call it.
public enum SessionPhase: String, Hashable, CaseIterable, Sendable {
  /// Nothing is traded.
  case closed
  /// The opening auction, its matching and the pause after it.
  case preOpen = "preopen"
  /// Continuous trading.
  case open
  /// The closing auction, from the end of continuous trading to the end of matching.
  case auction
  /// Trading at the closing price.
  case postClose = "postclose"
}
