import Fyers
import Market

/// The event time of a live session: never goes back, and says what `now` is between ticks.
///
/// On the market it is the time of reception. In a rehearsal it follows the exchange's, which a
/// simulator may play faster or on another day; between ticks it then moves with the wall clock.
struct SessionTime {
  private let followsExchange: Bool
  private var last: EventTime?
  /// The monotonic clock at the last tick.
  private var anchor: Int64 = 0
  private var anchorTime = EventTime(nanoseconds: 0)

  /// A clock that has not started.
  init(followsExchange: Bool) { self.followsExchange = followsExchange }

  /// Whether there is a time yet: a rehearsal has none before its first tick.
  var hasBegun: Bool { !followsExchange || last != nil }

  /// The event time of a tick.
  ///
  /// - Parameters:
  ///   - arrived: The tick.
  ///   - monotonic: Nanoseconds of the monotonic clock, now.
  /// - Returns: The time.
  mutating func time(of arrived: FeedTick, monotonic: Int64) -> EventTime {
    let own = followsExchange ? arrived.exchangeTime ?? arrived.tick.time : arrived.tick.time
    let time = max(own, last ?? own)
    last = time
    anchor = monotonic
    anchorTime = time
    return time
  }

  /// The event time of anything else.
  ///
  /// - Parameters:
  ///   - wall: The wall clock, now.
  ///   - monotonic: The monotonic clock, now.
  /// - Returns: The time.
  mutating func now(wall: EventTime, monotonic: Int64) -> EventTime {
    let own =
      followsExchange && last != nil
      ? anchorTime.advanced(byNanoseconds: max(0, monotonic - anchor)) : wall
    let time = max(own, last ?? own)
    last = time
    return time
  }
}
