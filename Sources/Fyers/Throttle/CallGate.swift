public import Market

/// Lets the account's calls through one by one, as ``AccountThrottle`` decides.
///
/// Every waiting call sleeps until the time the limiter named and then asks again, so that no task
/// runs besides those that wait.
public actor CallGate {
  private var throttle: AccountThrottle
  private let clock: any EventClock
  private var lastTicket: AccountThrottle.Ticket = 0
  private var granted: [AccountThrottle.Ticket: EventTime] = [:]
  private var refused: Set<AccountThrottle.Ticket> = []

  /// A gate.
  public init(limits: ThrottleLimits = .standard, clock: any EventClock) {
    throttle = AccountThrottle(limits: limits)
    self.clock = clock
  }

  /// Waits until a call may go.
  ///
  /// - Parameters:
  ///   - urgency: Its rank.
  ///   - isOrder: Whether it counts as an order.
  /// - Returns: When it was let go, for ``noteRateLimited(waitNanoseconds:sentAt:)``.
  /// - Throws: ``ThrottleRefusal`` when it may not go at all, or the task was cancelled.
  public func pass(urgency: Urgency, isOrder: Bool) async throws(ThrottleRefusal) -> EventTime {
    lastTicket += 1
    let ticket = lastTicket
    if let refusal = throttle.enqueue(ticket, urgency: urgency, isOrder: isOrder, now: clock.now())
    {
      throw refusal
    }
    while true {
      let pause = advance()
      if let time = granted.removeValue(forKey: ticket) { return time }
      if refused.remove(ticket) != nil {
        throw throttle.breachesToday > 0 ? .breaches(throttle.breachesToday) : .dayUsedUp
      }
      do throws(CancellationError) {
        try await clock.sleep(until: pause)
      } catch {
        throttle.withdraw(ticket)
        granted[ticket] = nil
        refused.remove(ticket)
        throw .stopped
      }
    }
  }

  /// Lets go what may go now; gives the time to ask again.
  private func advance() -> EventTime {
    let now = clock.now()
    refused.formUnion(throttle.takeRefused(now: now))
    while true {
      switch throttle.next(now: now) {
      case .send(let ticket): granted[ticket] = now
      case .wait(let time): return time
      case .idle: return now
      }
    }
  }

  /// Notes that the broker limited the rate.
  ///
  /// - Parameters:
  ///   - waitNanoseconds: The wait it told; nil when it told none.
  ///   - sentAt: When the refused call was let go.
  public func noteRateLimited(waitNanoseconds: Int64?, sentAt: EventTime) {
    throttle.noteRateLimited(waitNanoseconds: waitNanoseconds, sentAt: sentAt, now: clock.now())
  }

  /// Times the broker limited the rate today.
  public var breachesToday: Int { throttle.breachesToday }

  /// Calls made today.
  public var callsToday: Int { throttle.callsToday }
}
