import Market

/// Counts one token's calls against the limits (FYERS.md §3).
struct CallLimiter: Sendable {
  private struct Window {
    var start: Int64 = .min
    var count = 0
    var isBreached = false
  }

  private let limits: CallLimits
  private var second = Window()
  private var minute = Window()
  private var day = Window()
  private var orders = Window()
  private var breaches = 0

  /// Breaches of the minute's limit after which the day is over.
  private static let breachesMax = 3

  /// A counter from zero.
  init(_ limits: CallLimits) { self.limits = limits }

  /// Counts a call.
  ///
  /// - Parameters:
  ///   - wall: The wall clock.
  ///   - isOrder: Whether it places, changes or cancels orders.
  /// - Returns: Milliseconds to wait when it is one too many; nil when it may go on.
  mutating func wait(at wall: EventTime, isOrder: Bool) -> Int64? {
    let now = wall.milliseconds
    let dayStart = IndianTime(wall).day
    if day.start != dayStart {
      day = Window(start: dayStart)
      breaches = 0
    }
    guard breaches <= Self.breachesMax else { return 86_400_000 - now % 86_400_000 }
    day.count += 1
    if limits.perDay > 0, day.count > limits.perDay { return 86_400_000 - now % 86_400_000 }
    if let wait = Self.over(&minute, length: 60_000, now: now, limit: limits.perMinute) {
      if !minute.isBreached {
        minute.isBreached = true
        breaches += 1
      }
      return wait
    }
    if let wait = Self.over(&second, length: 1_000, now: now, limit: limits.perSecond) {
      return wait
    }
    guard isOrder else { return nil }
    return Self.over(&orders, length: 1_000, now: now, limit: limits.ordersPerSecond)
  }

  /// Counts in a window; milliseconds to its end when the limit is passed.
  private static func over(_ window: inout Window, length: Int64, now: Int64, limit: Int) -> Int64?
  {
    guard limit > 0 else { return nil }
    let start = now - now % length
    if window.start != start { window = Window(start: start) }
    window.count += 1
    return window.count > limit ? max(1, start + length - now) : nil
  }
}

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
