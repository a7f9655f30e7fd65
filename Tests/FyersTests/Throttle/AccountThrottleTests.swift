import Market
import TestSupport
import Testing

@testable import Fyers

@Suite("The account's limiter")
struct AccountThrottleTests {
  /// Lets everything go that may, and gives the time to ask again.
  private static func drain(
    _ throttle: inout AccountThrottle, now: EventTime
  ) -> (sent: [AccountThrottle.Ticket], next: EventTime?) {
    var sent: [AccountThrottle.Ticket] = []
    while true {
      switch throttle.next(now: now) {
      case .send(let ticket): sent.append(ticket)
      case .wait(let time): return (sent, time)
      case .idle: return (sent, nil)
      }
    }
  }

  @Test("no window ever holds more than its limit, whatever arrives", arguments: 1...40)
  func windows(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var throttle = AccountThrottle()
    var now = EventTime.session
    var times: [(time: Int64, urgency: Urgency, isOrder: Bool)] = []
    var calls: [AccountThrottle.Ticket: (Urgency, Bool)] = [:]
    var ticket: AccountThrottle.Ticket = 0
    let busy = Int64.random(in: 1...400, using: &random)
    for _ in 0..<3_000 {
      if Bool.random(using: &random) {
        ticket += 1
        let urgency = Urgency.allCases[Int.random(in: 0...2, using: &random)]
        let isOrder = urgency != .read
        if throttle.enqueue(ticket, urgency: urgency, isOrder: isOrder, now: now) == nil {
          calls[ticket] = (urgency, isOrder)
        }
      }
      let (sent, next) = Self.drain(&throttle, now: now)
      for ticket in sent {
        if let (urgency, isOrder) = calls[ticket] {
          times.append((now.nanoseconds, urgency, isOrder))
        }
      }
      now = now.adding(milliseconds: Int64.random(in: 0...busy, using: &random))
      // Sometimes jump exactly to the time that was named, where an off-by-one would show.
      if let next, Int.random(in: 0...3, using: &random) == 0 { now = max(now, next) }
    }
    let second = EventTime.nanosecondsPerSecond
    expectWithin(times.map(\.time), 10, second, seed)
    expectWithin(times.map(\.time), 200, 60 * second, seed)
    expectWithin(times.filter(\.isOrder).map(\.time), 10, second, seed)
    expectWithin(times.filter { $0.urgency != .exit }.map(\.time), 10, second, seed)
    #expect(!times.isEmpty)
  }

  private func expectWithin(_ times: [Int64], _ limit: Int, _ window: Int64, _ seed: UInt64) {
    for index in times.indices where index >= limit {
      #expect(times[index] - times[index - limit] >= window, "seed \(seed)")
    }
  }

  @Test("reads leave the reserve to exits, and exits use it at once")
  func reserve() {
    var throttle = AccountThrottle()
    for ticket in UInt64(1)...20 {
      _ = throttle.enqueue(ticket, urgency: .read, isOrder: false, now: .session)
    }
    #expect(Self.drain(&throttle, now: .session).sent == Array(1...7))
    for ticket in UInt64(101)...104 {
      _ = throttle.enqueue(ticket, urgency: .exit, isOrder: true, now: .session)
    }
    #expect(Self.drain(&throttle, now: .session).sent == [101, 102, 103])
    let later = EventTime.session.adding(milliseconds: 1_100)
    #expect(Self.drain(&throttle, now: later).sent.first == 104)
  }

  @Test("exits go before entries, entries before reads, each in order of arrival")
  func ranks() {
    var throttle = AccountThrottle()
    let calls: [(UInt64, Urgency)] = [(1, .read), (2, .entry), (3, .exit), (4, .entry), (5, .exit)]
    for (ticket, urgency) in calls {
      _ = throttle.enqueue(ticket, urgency: urgency, isOrder: urgency != .read, now: .session)
    }
    #expect(Self.drain(&throttle, now: .session).sent == [3, 5, 2, 4, 1])
  }

  @Test("the minute's reserve is kept for exits")
  func minuteReserve() {
    var throttle = AccountThrottle()
    var now = EventTime.session
    var reads = 0
    for ticket in UInt64(1)...250 {
      _ = throttle.enqueue(ticket, urgency: .read, isOrder: false, now: now)
    }
    while now < EventTime.session.adding(milliseconds: 59_000) {
      reads += Self.drain(&throttle, now: now).sent.count
      now = now.adding(milliseconds: 100)
    }
    #expect(reads == 150)
    _ = throttle.enqueue(999, urgency: .exit, isOrder: true, now: now)
    #expect(Self.drain(&throttle, now: now).sent == [999])
  }

  @Test("after a 429 nothing goes before the wait is over, exits neither")
  func rateLimited() {
    var throttle = AccountThrottle()
    throttle.noteRateLimited(waitNanoseconds: 2_000_000_000, sentAt: .session, now: .session)
    _ = throttle.enqueue(1, urgency: .exit, isOrder: true, now: .session)
    let end = EventTime.session.adding(milliseconds: 2_000)
    #expect(throttle.next(now: .session) == .wait(until: end))
    #expect(throttle.next(now: end) == .send(1))
  }

  @Test("refusals of one burst are one breach; after two breaches only exits go, slowly")
  func breaches() {
    var throttle = AccountThrottle()
    let sent = EventTime.session
    let first = sent.adding(milliseconds: 50)
    throttle.noteRateLimited(waitNanoseconds: 0, sentAt: sent, now: first)
    throttle.noteRateLimited(waitNanoseconds: 0, sentAt: sent, now: sent.adding(milliseconds: 60))
    #expect(throttle.breachesToday == 1)
    _ = throttle.enqueue(1, urgency: .read, isOrder: false, now: sent.adding(milliseconds: 70))
    let second = sent.adding(milliseconds: 5_000)
    throttle.noteRateLimited(waitNanoseconds: 0, sentAt: second, now: second)
    #expect(throttle.breachesToday == 2)
    #expect(throttle.takeRefused(now: second) == [1])
    #expect(throttle.enqueue(2, urgency: .read, isOrder: false, now: second) == .breaches(2))
    #expect(throttle.enqueue(3, urgency: .entry, isOrder: true, now: second) == .breaches(2))
    #expect(throttle.enqueue(4, urgency: .exit, isOrder: true, now: second) == nil)
    #expect(throttle.enqueue(5, urgency: .exit, isOrder: true, now: second) == nil)
    #expect(throttle.next(now: second) == .send(4))
    #expect(throttle.next(now: second) == .wait(until: second.adding(milliseconds: 1_100)))
    // A new day in India begins with a clean sheet.
    let tomorrow = sent.adding(milliseconds: 14 * 3_600_000)
    #expect(throttle.enqueue(6, urgency: .read, isOrder: false, now: tomorrow) == nil)
    #expect(throttle.breachesToday == 0)
  }

  @Test("a 429 without a told wait waits a minute")
  func untoldWait() {
    var throttle = AccountThrottle()
    throttle.noteRateLimited(waitNanoseconds: nil, sentAt: .session, now: .session)
    _ = throttle.enqueue(1, urgency: .exit, isOrder: true, now: .session)
    #expect(
      throttle.next(now: .session) == .wait(until: EventTime.session.adding(milliseconds: 60_000)))
  }

  @Test("the day's calls end, first for reads, then for exits")
  func dayLimit() {
    var limits = ThrottleLimits.standard
    limits.perDay = 4
    limits.reservePerDay = 2
    var throttle = AccountThrottle(limits: limits)
    for ticket in UInt64(1)...3 {
      _ = throttle.enqueue(ticket, urgency: .read, isOrder: false, now: .session)
    }
    #expect(Self.drain(&throttle, now: .session).sent == [1, 2])
    #expect(throttle.takeRefused(now: .session) == [3])
    #expect(throttle.enqueue(4, urgency: .read, isOrder: false, now: .session) == .dayUsedUp)
    for ticket in UInt64(5)...7 {
      _ = throttle.enqueue(ticket, urgency: .exit, isOrder: true, now: .session)
    }
    #expect(Self.drain(&throttle, now: .session).sent == [5, 6])
  }

  @Test("the queue is bounded, and a withdrawn call leaves it")
  func queueBound() {
    var limits = ThrottleLimits.standard
    limits.queueLength = 2
    var throttle = AccountThrottle(limits: limits)
    throttle.noteRateLimited(waitNanoseconds: 1, sentAt: .session, now: .session)
    #expect(throttle.enqueue(1, urgency: .read, isOrder: false, now: .session) == nil)
    #expect(throttle.enqueue(2, urgency: .read, isOrder: false, now: .session) == nil)
    #expect(throttle.enqueue(3, urgency: .read, isOrder: false, now: .session) == .queueFull)
    throttle.withdraw(1)
    #expect(throttle.enqueue(4, urgency: .read, isOrder: false, now: .session) == nil)
  }

  @Test("a clock that is set back opens no window")
  func clockSetBack() {
    var throttle = AccountThrottle()
    for ticket in UInt64(1)...30 {
      _ = throttle.enqueue(ticket, urgency: .exit, isOrder: true, now: .session)
    }
    #expect(Self.drain(&throttle, now: .session).sent.count == 10)
    let earlier = EventTime.session.adding(milliseconds: -60_000)
    #expect(Self.drain(&throttle, now: earlier).sent.isEmpty)
  }
}
