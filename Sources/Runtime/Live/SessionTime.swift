import Fyers
import Market

/// The event time of a live session: never goes back, never stands, and is one for ticks and for all else.
///
/// It begins with the time of day and goes on with a clock that nobody sets, which runs while the machine
/// is suspended, too; a wall clock that is set forward takes it along, one that is set back does not. In a
/// rehearsal it begins with the first tick, at the exchange's time, which a simulator may play faster or
/// on another day; it then goes on with the machine's clock, and never falls behind the exchange.
struct SessionTime {
  /// A wall clock that is no longer where it was beside event time.
  struct ClockStep: Equatable {
    /// How far it was set, in nanoseconds: back, below zero.
    var by: Int64
    /// The event time before.
    var since: EventTime
    /// The event time from now on: later only where the wall clock was ahead of it.
    var until: EventTime
  }

  private let followsExchange: Bool
  /// Whether there is a time yet: a rehearsal has none before its first tick.
  private(set) var hasBegun: Bool
  /// Event time as it goes on by itself, at a moment of the boot-time clock.
  private var running: EventTime
  private var boot: Int64
  /// The last time given.
  private var last: EventTime
  /// Nanoseconds that the wall clock is known to be ahead of event time.
  private var knownLead: Int64 = 0
  private var exchange = ExchangeTime()
  /// The time that a rehearsal may not begin before; nil: any.
  private let floor: EventTime?

  /// Nanoseconds by which a wall clock may be elsewhere before it is said to have been set.
  private static let tolerance: Int64 = 2_000_000_000

  /// A clock that starts.
  ///
  /// - Parameters:
  ///   - followsExchange: Whether it is a rehearsal's.
  ///   - wall: The wall clock, now.
  ///   - boot: Nanoseconds of the boot-time clock, now.
  ///   - notBefore: The last event time of the session that this one goes on from; nil: there is none.
  init(followsExchange: Bool, wall: EventTime, boot: Int64, notBefore: EventTime? = nil) {
    self.followsExchange = followsExchange
    hasBegun = !followsExchange
    running = max(wall, notBefore ?? wall)
    last = running
    floor = notBefore
    self.boot = boot
  }

  /// The event time of a tick.
  ///
  /// - Parameters:
  ///   - arrived: The tick.
  ///   - boot: Nanoseconds of the boot-time clock, now.
  ///   - monotonic: Nanoseconds of the clock that it was read at, now.
  /// - Returns: The time.
  mutating func time(of arrived: FeedTick, boot: Int64, monotonic: Int64) -> EventTime {
    advance(to: boot)
    guard followsExchange else {
      // It came when its bytes were read, a moment ago.
      return given(running.advanced(byNanoseconds: min(0, arrived.readAt &- monotonic)))
    }
    guard hasBegun else {
      hasBegun = true
      let first = arrived.exchangeTime ?? arrived.tick.time
      running = max(first, floor ?? first)
      last = running
      if let own = arrived.exchangeTime {
        exchange.begin(at: own, boot: boot, ahead: running.nanoseconds &- own.nanoseconds)
      }
      return last
    }
    if let own = arrived.exchangeTime {
      running = max(running, exchange.time(of: own, boot: boot, running: running))
    }
    return given(running)
  }

  /// The event time of anything else.
  ///
  /// - Parameter boot: Nanoseconds of the boot-time clock, now.
  /// - Returns: The time.
  mutating func now(boot: Int64) -> EventTime {
    advance(to: boot)
    return given(running)
  }

  /// The event time at the end of a gap: a rehearsal has gone on at its speed meanwhile.
  mutating func afterGap(boot: Int64) -> EventTime {
    let away = max(0, boot &- self.boot)
    self.boot = boot
    running = running.advanced(
      byNanoseconds: followsExchange && hasBegun ? exchange.length(of: away) : away)
    return given(running)
  }

  /// When an event time comes, of the monotonic clock.
  func monotonic(of time: EventTime, boot: Int64, monotonic: Int64) -> Int64 {
    let now = running.advanced(byNanoseconds: max(0, boot &- self.boot))
    let (wait, overflow) = time.nanoseconds.subtractingReportingOverflow(now.nanoseconds)
    let (moment, tooFar) = monotonic.addingReportingOverflow(wait)
    return overflow || tooFar ? (time < now ? monotonic : .max) : moment
  }

  /// Finds out whether the wall clock was set, and goes along with one that is ahead.
  ///
  /// - Parameters:
  ///   - wall: The wall clock, now.
  ///   - boot: Nanoseconds of the boot-time clock, at the same moment.
  /// - Returns: What was found; nil when it is where it was, and in a rehearsal, which does not look at it.
  mutating func step(to wall: EventTime, boot: Int64) -> ClockStep? {
    guard !followsExchange else { return nil }
    let since = now(boot: boot)
    let lead = Self.difference(wall, running)
    let by = Int128(lead) - Int128(knownLead)
    guard by.magnitude > UInt128(Self.tolerance) else { return nil }
    if lead > Self.tolerance {
      running = wall
      knownLead = 0
    } else {
      knownLead = lead
    }
    return ClockStep(by: Int64(clamping: by), since: since, until: given(running))
  }

  /// Lets event time go on; a boot-time clock that goes back, as no machine's does, holds nothing up.
  private mutating func advance(to boot: Int64) {
    if boot > self.boot { running = running.advanced(byNanoseconds: boot - self.boot) }
    self.boot = boot
  }

  private mutating func given(_ time: EventTime) -> EventTime {
    last = max(last, time)
    return last
  }

  private static func difference(_ one: EventTime, _ other: EventTime) -> Int64 {
    Int64(clamping: Int128(one.nanoseconds) - Int128(other.nanoseconds))
  }
}

/// What a rehearsal knows of its exchange's time: how far event time is from it, and how fast it runs.
private struct ExchangeTime {
  /// Nanoseconds that event time is ahead of the exchange's: more each time that a simulator began anew.
  private var shift: Int64 = 0
  /// The latest so far, and when it came.
  private var latest: Int64 = .min
  private var latestAt: Int64 = 0
  /// Times that are all far behind the latest: the first and the last of them, and when the first came.
  private var behind: (first: Int64, last: Int64, since: Int64)?
  /// Nanoseconds that were played, and those of the machine they took.
  private var played: Int64 = 0
  private var taken: Int64 = 0

  /// Leaps longer than this are no playing: closed hours that were skipped, or silence in the file.
  private static let longestStep: Int64 = 10_000_000_000
  /// What is older than this counts less.
  private static let memory: Int64 = 10_000_000_000
  /// A speed beyond this is no clock any more.
  private static let fastest: Int64 = 100
  /// How far a symbol that trades rarely may be behind the others.
  private static let lag: Int64 = 5_000_000_000
  /// How long times must be behind, and move on, to be those of a simulator that began anew.
  private static let patience: Int64 = 2_000_000_000

  /// Takes the first time, and how far event time is ahead of it.
  mutating func begin(at time: EventTime, boot: Int64, ahead shift: Int64 = 0) {
    latest = time.nanoseconds
    latestAt = boot
    self.shift = shift
  }

  /// The event time of a time of the exchange; one that is behind may be before event time.
  mutating func time(of time: EventTime, boot: Int64, running: EventTime) -> EventTime {
    let own = time.nanoseconds
    if latest == .min { begin(at: time, boot: boot) }
    if own >= latest {
      add(own &- latest, over: boot &- latestAt)
      (latest, latestAt, behind) = (own, boot, nil)
    } else if latest &- own > Self.lag {
      note(own, boot, running)
    }
    return EventTime(nanoseconds: own).advanced(byNanoseconds: shift)
  }

  /// Notes a time far behind the latest: of a symbol that trades rarely, or of a simulator that began anew.
  private mutating func note(_ own: Int64, _ boot: Int64, _ running: EventTime) {
    guard let known = behind else {
      behind = (own, own, boot)
      return
    }
    let last = max(known.last, own)
    behind = (known.first, last, known.since)
    guard boot &- known.since >= Self.patience, last > known.first else { return }
    (latest, latestAt, behind) = (last, boot, nil)
    shift = running.nanoseconds &- last
  }

  /// Adds a step from one time to the next.
  private mutating func add(_ step: Int64, over taken: Int64) {
    guard (0...Self.longestStep).contains(step), taken >= 0 else { return }
    played += step
    self.taken += min(taken, Self.longestStep)
    guard self.taken > Self.memory else { return }
    played /= 2
    self.taken /= 2
  }

  /// The exchange's nanoseconds in a length of the machine's: at least as many, at most a hundred times
  /// as many.
  func length(of length: Int64) -> Int64 {
    guard played > taken, taken > 0 else { return length }
    let length128 = Int128(length)
    let exact = length128 * Int128(played) / Int128(taken)
    return Int64(clamping: min(exact, length128 * Int128(Self.fastest)))
  }
}
