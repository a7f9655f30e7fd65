public import Market

/// The one limiter of the account: it decides when each call may go.
///
/// A plain value without clock or I/O: whoever owns it passes the time in. Times must come from a
/// clock that is not set back; a time before the last one counts as the last one. Windows are
/// sliding, so that neither a calendar second nor any other second ever holds more than the limit.
///
/// Exits go first, then entries, then reads; within a rank the order of arrival holds. Exits may use
/// the whole rate, everything else leaves the reserve free.
public struct AccountThrottle: Sendable {
  /// The number of a waiting call, given by the caller.
  public typealias Ticket = UInt64

  /// What to do now.
  public enum Decision: Sendable, Equatable {
    /// This call may go, and counts.
    case send(Ticket)
    /// Nothing may go before that time.
    case wait(until: EventTime)
    /// Nothing is waiting.
    case idle
  }

  struct Waiting: Sendable {
    let ticket: Ticket
    let isOrder: Bool
  }

  /// The limits of a good day.
  public let limits: ThrottleLimits
  private var seconds: CallWindow
  private var minutes: CallWindow
  private var orders: CallWindow
  private var queues: [[Waiting]] = Array(repeating: [], count: Urgency.allCases.count)
  private var now: Int64 = .min
  private var day: Int64 = .min
  /// Calls let go on the current Indian day.
  public private(set) var callsToday = 0
  /// Times the broker limited the rate on the current Indian day; replies of one burst count once.
  public private(set) var breachesToday = 0
  private var blockedUntil: Int64 = .min

  /// A limiter that has let nothing go.
  public init(limits: ThrottleLimits = .standard) {
    self.limits = limits
    let second = EventTime.nanosecondsPerSecond + limits.guardNanoseconds
    seconds = CallWindow(length: second, capacity: limits.perSecond)
    orders = CallWindow(length: second, capacity: limits.ordersPerSecond)
    minutes = CallWindow(
      length: 60 * EventTime.nanosecondsPerSecond + limits.guardNanoseconds,
      capacity: limits.perMinute)
  }

  /// How many calls wait.
  public var waitingCount: Int { queues.reduce(0) { $0 + $1.count } }

  /// Puts a call into the queue.
  ///
  /// - Parameters:
  ///   - ticket: The caller's number of the call.
  ///   - urgency: Its rank.
  ///   - isOrder: Whether it counts as an order.
  ///   - time: Now.
  /// - Returns: Why it is refused; nil when it waits.
  public mutating func enqueue(
    _ ticket: Ticket, urgency: Urgency, isOrder: Bool, now time: EventTime
  ) -> ThrottleRefusal? {
    advance(to: time)
    if urgency != .exit {
      if breachesToday >= limits.breachesPerDay { return .breaches(breachesToday) }
      if callsToday >= limits.perDay - limits.reservePerDay { return .dayUsedUp }
    } else if callsToday >= limits.perDay {
      return .dayUsedUp
    }
    let room = urgency == .exit ? 2 * limits.queueLength : limits.queueLength
    guard queues[urgency.rawValue].count < room else { return .queueFull }
    queues[urgency.rawValue].append(Waiting(ticket: ticket, isOrder: isOrder))
    return nil
  }

  /// Takes a call out of the queue that nobody waits for any more.
  public mutating func withdraw(_ ticket: Ticket) {
    for index in queues.indices { queues[index].removeAll { $0.ticket == ticket } }
  }

  /// Takes the calls out of the queue that may not be sent today any more.
  ///
  /// - Returns: Their numbers, in order.
  public mutating func takeRefused(now time: EventTime) -> [Ticket] {
    advance(to: time)
    var refused: [Ticket] = []
    for urgency in Urgency.allCases.reversed() where isClosed(to: urgency) {
      refused += queues[urgency.rawValue].map(\.ticket)
      queues[urgency.rawValue] = []
    }
    return refused
  }

  private func isClosed(to urgency: Urgency) -> Bool {
    if urgency == .exit { return callsToday >= limits.perDay }
    return breachesToday >= limits.breachesPerDay
      || callsToday >= limits.perDay - limits.reservePerDay
  }

  /// Decides what may go now; a call that may go is taken out of the queue and counted.
  public mutating func next(now time: EventTime) -> Decision {
    advance(to: time)
    guard waitingCount > 0 else { return .idle }
    if now < blockedUntil { return .wait(until: EventTime(nanoseconds: blockedUntil)) }
    var earliest = Int64.max
    for urgency in Urgency.allCases.reversed() where !isClosed(to: urgency) {
      guard let head = queues[urgency.rawValue].first else { continue }
      guard let free = freeTime(urgency, isOrder: head.isOrder) else {
        queues[urgency.rawValue].removeFirst()
        seconds.note(now)
        minutes.note(now)
        if head.isOrder { orders.note(now) }
        callsToday += 1
        return .send(head.ticket)
      }
      earliest = min(earliest, free)
    }
    if earliest == .max { earliest = nextMidnight }
    return .wait(until: EventTime(nanoseconds: earliest))
  }

  /// When a call of that rank may go; nil when it may go now.
  private func freeTime(_ urgency: Urgency, isOrder: Bool) -> Int64? {
    let limits = breachesToday >= limits.breachesPerDay ? limits.heldBack : limits
    let isExit = urgency == .exit
    let free = [
      seconds.freeTime(
        limit: isExit ? limits.perSecond : limits.perSecond - limits.reservePerSecond),
      minutes.freeTime(
        limit: isExit ? limits.perMinute : limits.perMinute - limits.reservePerMinute),
      isOrder
        ? orders.freeTime(
          limit: isExit ? limits.ordersPerSecond : limits.ordersPerSecond - limits.reservePerSecond)
        : nil,
    ]
    return free.compactMap { $0 }.max()
  }

  /// Notes that the broker limited the rate: nothing goes before the wait is over.
  ///
  /// - Parameters:
  ///   - waitNanoseconds: The wait it told; nil when it told none, and then a minute is waited.
  ///   - sentAt: When the refused call was let go. Replies to calls let go before the last wait
  ///     began belong to the same breach.
  ///   - time: Now.
  public mutating func noteRateLimited(
    waitNanoseconds: Int64?, sentAt: EventTime, now time: EventTime
  ) {
    advance(to: time)
    let isNewBreach = sentAt.nanoseconds >= lastBreach
    if isNewBreach {
      breachesToday += 1
      lastBreach = now
    }
    let wait = max(0, waitNanoseconds ?? 60 * EventTime.nanosecondsPerSecond)
    let (until, overflow) = now.addingReportingOverflow(wait)
    blockedUntil = max(blockedUntil, overflow ? nextMidnight : until)
  }

  private var lastBreach: Int64 = .min

  /// The day's counts so far, for a program that starts again within the day.
  ///
  /// - Parameters:
  ///   - calls: Calls already made today.
  ///   - breaches: Breaches already suffered today.
  ///   - time: Now.
  public mutating func restore(calls: Int, breaches: Int, now time: EventTime) {
    advance(to: time)
    callsToday = max(callsToday, calls)
    breachesToday = max(breachesToday, breaches)
  }

  private var nextMidnight: Int64 {
    IndianTime(day: day + 1, secondOfDay: 0).eventTime.nanoseconds
  }

  private mutating func advance(to time: EventTime) {
    now = max(now, time.nanoseconds)
    seconds.advance(to: now)
    minutes.advance(to: now)
    orders.advance(to: now)
    let today = IndianTime(EventTime(nanoseconds: now)).day
    guard today != day else { return }
    day = today
    callsToday = 0
    breachesToday = 0
  }
}

/// How many calls were let go in the last stretch of time: a ring of their times.
struct CallWindow: Sendable {
  /// The length of the window in nanoseconds.
  let length: Int64
  /// Times of the last calls, oldest at `first`.
  private var ring: [Int64]
  private var first = 0
  private(set) var count = 0

  /// A window that never holds more than `capacity` calls.
  init(length: Int64, capacity: Int) {
    self.length = length
    ring = Array(repeating: 0, count: max(capacity, 1))
  }

  /// Forgets calls that are out of the window at `now`.
  mutating func advance(to now: Int64) {
    while count > 0, now - ring[first] >= length {
      first = (first + 1) % ring.count
      count -= 1
    }
  }

  /// Notes a call; the caller has made sure that there is room.
  mutating func note(_ now: Int64) {
    precondition(count < ring.count, "a window takes no more calls than its limit")
    ring[(first + count) % ring.count] = now
    count += 1
  }

  /// When at most `limit - 1` calls will be in the window; nil when that is so now.
  func freeTime(limit: Int) -> Int64? {
    guard count >= limit else { return nil }
    guard limit > 0 else { return .max }
    return ring[(first + count - limit) % ring.count] + length
  }
}

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

/// Why the account's limiter refuses a call outright.
public enum ThrottleRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  /// Too many calls are waiting.
  case queueFull
  /// The day's calls are used up.
  case dayUsedUp
  /// The broker limited the rate so often that another breach could block the account: for the
  /// rest of the day only exits and cancels are sent.
  case breaches(Int)
  /// The program is ending.
  case stopped

  /// The sentence shown to people.
  public var description: String {
    switch self {
    case .queueFull: "rate limiter: too many calls are waiting"
    case .dayUsedUp: "rate limiter: the day's calls are used up"
    case .breaches(let count):
      "rate limiter: \(count) breaches today; only exits and cancels until midnight IST"
    case .stopped: "rate limiter: stopped"
    }
  }
}
