/// When a segment's positions of one product are to be closed, from a day on.
public struct SquareOffRule: Equatable, Sendable {
  /// A time of day, or minutes before continuous trading ends.
  public enum Moment: Equatable, Sendable {
    /// A time of day.
    case at(ClockTime)
    /// Minutes before the close.
    case beforeClose(minutes: Int64)

    /// The time of day in a session.
    public func time(in session: TradingSession) -> ClockTime {
      switch self {
      case .at(let time): time
      case .beforeClose(let minutes): session.close.earlier(byMinutes: minutes)
      }
    }
  }

  /// What `square_off = "auto"` means; nil when there is no such time.
  public let automatic: Moment?
  /// Later than this deserves a warning; nil when nothing does.
  public let warn: Moment?
  /// Later than this is refused.
  public let latest: Moment
  /// Whether the source is stale or contradicted.
  public let isUncertain: Bool
  /// Where the times are from.
  public let source: String
}

/// When a script wants its positions closed.
public enum SquareOffTime: Hashable, Sendable {
  /// Not by the clock.
  case never
  /// At the calendar's time for the segment and product.
  case automatic
  /// At a time of day.
  case at(ClockTime)
}

/// How a position is held, in FYERS' words.
public enum HoldingProduct: String, Hashable, CaseIterable, Sendable {
  /// Closed the same day (MIS elsewhere).
  case intraday = "INTRADAY"
  /// Shares delivered.
  case delivery = "CNC"
  /// Derivatives carried overnight (NRML elsewhere).
  case margin = "MARGIN"
}
