import Market

/// Which dates and times the played ticks carry.
public enum PlaybackClock: String, Sendable, CaseIterable {
  /// The recording's own time of day, on today's date (before 05:30 Indian time on yesterday's,
  /// because a trading day belongs to the past or to now, not to the hours before it); on a day
  /// without trading on the last that had some, so that a rehearsal on a Sunday finds its session open.
  case today
  /// The recording's own date and time.
  case recording
  /// The wall clock: the first tick happens when the play begins.
  case now

  /// Nanoseconds to add to a recorded time.
  ///
  /// - Parameters:
  ///   - first: The recording's first time.
  ///   - wall: The wall clock at the beginning.
  /// - Returns: The shift.
  func shift(first: EventTime, wall: EventTime) -> Int64 {
    switch self {
    case .recording: 0
    case .now: wall.nanoseconds - first.nanoseconds
    case .today:
      (Self.tradingDay(upTo: wall.nanoseconds / IndianTime.nanosecondsPerDay)
        - IndianTime(first).day) * IndianTime.nanosecondsPerDay
    }
  }
}

extension PlaybackClock {
  /// The last day, up to a day, on which NSE's shares trade; the day itself when none is near.
  static func tradingDay(upTo day: Int64) -> Int64 {
    guard let shares = TradingCalendar.standard.segment(of: "NSE:SBIN-EQ") else { return day }
    let near = ((day - 14)...day).reversed()
    return near.first { day in
      TradingCalendar.standard.session(of: shares, on: CivilDate(day: day)) != nil
    } ?? day
  }
}
