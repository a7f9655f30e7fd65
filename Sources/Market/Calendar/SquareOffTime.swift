/// When a script wants its positions closed.
public enum SquareOffTime: Hashable, Sendable {
  /// Not by the clock.
  case never
  /// At the calendar's time for the segment and product.
  case automatic
  /// At a time of day.
  case at(ClockTime)
}
