/// The rates one account may use (FYERS.md, section 3), with the guard the limiter keeps from them.
public struct ThrottleLimits: Sendable, Equatable {
  /// Calls in any second.
  public var perSecond: Int
  /// Calls in any minute.
  public var perMinute: Int
  /// Calls in an Indian calendar day.
  public var perDay: Int
  /// Orders (placed, modified, cancelled) in any second.
  public var ordersPerSecond: Int
  /// Calls of a second kept for exits and cancels.
  public var reservePerSecond: Int
  /// Calls of a minute kept for exits and cancels.
  public var reservePerMinute: Int
  /// Calls of a day kept for exits and cancels.
  public var reservePerDay: Int
  /// By how much windows are taken longer than they are, in nanoseconds: what calls may be delayed
  /// on their way differs, and the broker counts arrivals.
  public var guardNanoseconds: Int64
  /// Calls that may wait in the queue, by urgency; the exits have twice as much room.
  public var queueLength: Int
  /// Breaches of the broker's limits a day after which only exits are sent.
  ///
  /// More than three breaches of the minute's limit block an account for the day.
  public var breachesPerDay: Int

  /// The standard plan: 10 a second, 200 a minute, 100,000 a day, 10 orders a second.
  public static let standard = ThrottleLimits(
    perSecond: 10, perMinute: 200, perDay: 100_000, ordersPerSecond: 10, reservePerSecond: 3,
    reservePerMinute: 50, reservePerDay: 1_000, guardNanoseconds: 100_000_000, queueLength: 256,
    breachesPerDay: 2)

  /// What is left for exits after the day's last breach that may happen: 1 a second, 20 a minute.
  var heldBack: ThrottleLimits {
    var limits = self
    limits.perSecond = min(1, perSecond)
    limits.perMinute = min(20, perMinute)
    limits.ordersPerSecond = min(1, ordersPerSecond)
    limits.reservePerSecond = limits.perSecond
    limits.reservePerMinute = limits.perMinute
    return limits
  }
}
