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
  /// The exchange's time of the last tick, and how fast it has been running.
  private var lastExchange: EventTime?
  private var speed = PlayingSpeed()

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
    if followsExchange {
      if let lastExchange {
        speed.add(own.nanoseconds &- lastExchange.nanoseconds, over: monotonic - anchor)
      }
      lastExchange = own
    }
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

  /// The event time at the end of a gap: a rehearsal has gone on at its speed meanwhile.
  mutating func afterGap(wall: EventTime, monotonic: Int64) -> EventTime {
    let own =
      followsExchange && last != nil
      ? anchorTime.advanced(byNanoseconds: speed.length(of: max(0, monotonic - anchor))) : wall
    let time = max(own, last ?? own)
    last = time
    return time
  }

  /// When an event time comes, of the monotonic clock.
  func monotonic(of time: EventTime, wall: EventTime, monotonic: Int64) -> Int64 {
    let now =
      followsExchange && last != nil
      ? anchorTime.advanced(byNanoseconds: max(0, monotonic - anchor)) : wall
    let (wait, overflow) = time.nanoseconds.subtractingReportingOverflow(now.nanoseconds)
    let (moment, tooFar) = monotonic.addingReportingOverflow(wait)
    return overflow || tooFar ? (time < now ? monotonic : .max) : moment
  }
}

/// How fast a simulator plays: nanoseconds of its exchange over those of the monotonic clock.
private struct PlayingSpeed {
  private var exchange: Int64 = 0
  private var monotonic: Int64 = 0

  /// Leaps longer than this are no playing: closed hours that were skipped, or silence in the file.
  private static let longestStep: Int64 = 10_000_000_000
  /// What is older than this counts less.
  private static let memory: Int64 = 10_000_000_000
  /// A speed beyond this is no clock any more.
  private static let fastest: Int64 = 100

  /// Adds a step from one tick to the next.
  mutating func add(_ exchange: Int64, over monotonic: Int64) {
    guard (0...Self.longestStep).contains(exchange), monotonic >= 0 else { return }
    self.exchange += exchange
    self.monotonic += min(monotonic, Self.longestStep)
    guard self.monotonic > Self.memory else { return }
    self.exchange /= 2
    self.monotonic /= 2
  }

  /// The exchange's nanoseconds in a length of the monotonic clock: at least as many, at most a hundred
  /// times as many.
  func length(of length: Int64) -> Int64 {
    guard exchange > monotonic, monotonic > 0 else { return length }
    let played = Int128(length) * Int128(exchange) / Int128(monotonic)
    return Int64(clamping: min(played, Int128(length) * Int128(Self.fastest)))
  }
}
