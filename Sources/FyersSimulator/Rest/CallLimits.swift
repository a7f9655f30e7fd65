/// How many calls one token may make (FYERS.md §3); 0 means no limit.
///
/// The broker's own figures are 10, 200 and 100,000, and 10 order calls a second. The per-second
/// ones are off unless asked for, because FYERS' own test client is faster than that.
public struct CallLimits: Sendable, Equatable {
  /// Calls a second.
  public var perSecond = 0
  /// Calls a minute.
  public var perMinute = 300
  /// Calls a day.
  public var perDay = 100_000
  /// Orders placed, changed and cancelled a second.
  public var ordersPerSecond = 0

  /// The simulator's defaults.
  public init() {}

  /// The broker's figures for an ordinary account.
  public static var broker: CallLimits {
    var limits = CallLimits()
    limits.perSecond = 10
    limits.perMinute = 200
    limits.ordersPerSecond = 10
    return limits
  }

  /// No limits at all.
  public static var none: CallLimits {
    var limits = CallLimits()
    limits.perMinute = 0
    limits.perDay = 0
    return limits
  }
}
