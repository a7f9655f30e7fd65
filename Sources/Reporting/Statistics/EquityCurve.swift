public import Market
public import Money

/// Watches the portfolio value at every tick: its peak, its largest fall, and each day's last value.
///
/// A day is an Indian calendar date. The balance before the first tick counts as the first peak, so
/// that a loss on the first trade is a fall.
public struct EquityCurve: Equatable, Sendable {
  /// The highest value so far.
  public private(set) var peak: Amount
  /// The largest fall from a peak so far, zero or positive.
  public private(set) var maxDrawdown: Amount = .zero
  /// The peak that the largest fall started from.
  public private(set) var drawdownPeak: Amount
  /// The last value of every date on which there was a tick, oldest first.
  public private(set) var dailyValues: [Amount] = []

  // The first nanosecond after the date of the last value; nothing has been seen while it is nil.
  private var dayEnd: EventTime?

  /// A curve that starts at this balance.
  public init(initial: Amount) {
    peak = initial
    drawdownPeak = initial
  }

  /// Takes the portfolio value as it stands after a tick; times never go backwards.
  public mutating func observe(_ value: Amount, at time: EventTime) {
    if value > peak {
      peak = value
    } else {
      let (fall, overflow) = peak.micros.subtractingReportingOverflow(value.micros)
      if overflow || fall > maxDrawdown.micros {
        maxDrawdown = Amount(micros: overflow ? .max : fall)
        drawdownPeak = peak
      }
    }
    if let dayEnd, time < dayEnd {
      dailyValues[dailyValues.count - 1] = value
    } else {
      dailyValues.append(value)
      dayEnd = IndianTime(day: IndianTime(time).day + 1, secondOfDay: 0).eventTime
    }
  }
}
