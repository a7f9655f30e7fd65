public import Market

/// The life of one socket: connecting, signing in, live, waiting to try again.
///
/// A plain value without clock or I/O: events go in with their time, effects come out, and
/// ``deadline`` says when time itself is the next event. It tries again for ever while it is
/// started; people are told after ``SocketTimings/reportedRetries`` failures in a row. Without a
/// usable token it waits and does not try.
public struct SocketMachine: Sendable {
  /// Where the connection stands.
  public enum State: Sendable, Equatable {
    /// Not started.
    case idle
    /// The connection or its handshake is under way.
    case connecting
    /// Open; the server has not said yes to the sign-in.
    case greeting
    /// Up.
    case live
    /// Down; the next attempt comes at ``SocketMachine/deadline``.
    case waiting
    /// Down until there is a new token.
    case tokenless
    /// Closed for good.
    case closed
  }

  /// What happens.
  public enum Event: Sendable, Equatable {
    /// The session begins.
    case start
    /// The handshake succeeded.
    case opened
    /// The connection ended or did not come about.
    case failed(SocketFailure)
    /// A message came.
    case received(Arrival)
    /// A WebSocket ping or pong came.
    case heard
    /// Time passed.
    case time
    /// Markets whose data is subscribed opened or closed.
    case market(isActive: Bool)
    /// The token is not usable any more.
    case tokenStopped
    /// There is a usable token.
    case tokenRenewed
    /// The session ends.
    case stop
  }

  /// What the owner has to do.
  public enum Effect: Sendable, Equatable {
    /// Begin a connection.
    case connect
    /// Say everything that is said on a new connection.
    case greet
    /// Drop the connection at once.
    case drop
    /// Close the connection politely.
    case close
    /// Send the socket's own ping.
    case ping
    /// Send a WebSocket ping.
    case controlPing
    /// Tell the token's owner that the server refused it.
    case refuseToken(code: Int64)
    /// Tell the owner of the connection.
    case notice(SocketNotice)
  }

  /// What is peculiar to the socket.
  private struct Traits {
    /// Whether no answer to the sign-in is expected.
    let isReadyWhenOpen: Bool
    /// Whether silence while markets are active means that something is wrong.
    let expectsData: Bool
    /// Whether the socket has a ping of its own kind.
    let hasPing: Bool
  }

  /// When pings and pongs of an open connection are due.
  private struct KeepAlive {
    var nextPing: Int64 = 0
    var nextControlPing: Int64 = 0
    /// Nil while no answer is outstanding.
    var pongDue: Int64?
  }

  /// Where the connection stands.
  public private(set) var state: State = .idle
  /// Failures in a row.
  public private(set) var failures = 0
  /// Whether the newest market data is too old.
  public private(set) var isStale = false

  let timings: SocketTimings
  private let traits: Traits
  private var jitter: Jitter
  private var isMarketActive = false
  private var malformedInRow = 0
  /// Reconnects in a row for want of data; a feed that is just quiet gets more patience each time.
  private var quietRounds = 0
  /// When the state was entered.
  private var since: Int64 = 0
  private var lastData: Int64 = 0
  private var keepAlive = KeepAlive()
  private var retryAt: Int64 = 0

  /// A machine that is not started.
  ///
  /// - Parameters:
  ///   - timings: The waits.
  ///   - isReadyWhenOpen: Whether no answer to the sign-in is expected.
  ///   - expectsData: Whether silence while markets are active means that something is wrong.
  ///   - hasPing: Whether the socket has a ping of its own kind.
  ///   - seed: The seed of the scatter of waits.
  public init(
    timings: SocketTimings = SocketTimings(), isReadyWhenOpen: Bool, expectsData: Bool,
    hasPing: Bool, seed: UInt64
  ) {
    self.timings = timings
    traits = Traits(
      isReadyWhenOpen: isReadyWhenOpen, expectsData: expectsData, hasPing: hasPing)
    jitter = Jitter(seed: seed)
  }

  /// Takes an event.
  ///
  /// - Parameters:
  ///   - event: What happened.
  ///   - time: When.
  /// - Returns: What to do, in order.
  public mutating func handle(_ event: Event, now time: EventTime) -> [Effect] {
    let now = time.nanoseconds
    guard state != .closed else { return [] }
    switch event {
    case .start: return state == .idle ? connect(now) : []
    case .opened: return state == .connecting ? opened(now) : []
    case .failed(let failure): return isUp ? failed(failure, drops: false, now) : []
    case .received(let arrival): return isOpen ? received(arrival, now) : []
    case .heard:
      if isOpen { keepAlive.pongDue = nil }
      return []
    case .time: return timePassed(now)
    case .market(let isActive):
      guard isActive != isMarketActive else { return [] }
      isMarketActive = isActive
      lastData = now
      return setStale(false)
    case .tokenStopped: return tokenStopped(now)
    case .tokenRenewed:
      failures = 0
      return state == .tokenless ? connect(now) : []
    case .stop:
      let wasUp = isUp
      enter(.closed, now)
      return (wasUp ? [.close] : []) + [.notice(.closed)]
    }
  }

  /// Whether a connection exists or is under way.
  private var isUp: Bool { state == .connecting || isOpen }
  /// Whether messages may come.
  private var isOpen: Bool { state == .greeting || state == .live }

  private mutating func enter(_ next: State, _ now: Int64) {
    state = next
    since = now
  }

  private mutating func connect(_ now: Int64) -> [Effect] {
    enter(.connecting, now)
    return [.connect]
  }

  private mutating func opened(_ now: Int64) -> [Effect] {
    enter(.greeting, now)
    malformedInRow = 0
    keepAlive = KeepAlive(
      nextPing: now + timings.ping, nextControlPing: now + timings.controlPing)
    let ping: [Effect] = traits.hasPing ? [.ping] : []
    return [.greet] + ping + (traits.isReadyWhenOpen ? ready(now) : [])
  }

  private mutating func ready(_ now: Int64) -> [Effect] {
    guard state == .greeting else { return [] }
    enter(.live, now)
    lastData = now
    return [.notice(.up)]
  }

  private mutating func received(_ arrival: Arrival, _ now: Int64) -> [Effect] {
    keepAlive.pongDue = nil
    if arrival != .malformed { malformedInRow = 0 }
    switch arrival {
    case .control: return []
    case .ready: return ready(now)
    case .data:
      // Data before the server's yes proves the sign-in just as well.
      let effects = ready(now)
      lastData = now
      if now - since >= timings.healthy { quietRounds = 0 }
      return effects + setStale(false)
    case .malformed:
      malformedInRow += 1
      let notice = Effect.notice(.malformed)
      guard malformedInRow >= timings.malformedLimit else { return [notice] }
      return [notice] + failed(.garbage, drops: true, now)
    case .doubtful(let code):
      return [.notice(.tokenDoubtful(status: Int(clamping: code)))]
        + failed(.signInRefused(code: code), drops: true, now)
    case .refused(let code):
      enter(.tokenless, now)
      return [.drop, .refuseToken(code: code), .notice(.waitingForToken)]
    }
  }

  private mutating func setStale(_ stale: Bool) -> [Effect] {
    guard stale != isStale else { return [] }
    isStale = stale
    return [.notice(stale ? .stale : .fresh)]
  }

  private mutating func tokenStopped(_ now: Int64) -> [Effect] {
    guard state != .idle, state != .tokenless else { return [] }
    let wasUp = isUp
    enter(.tokenless, now)
    return (wasUp ? [.drop] : []) + [.notice(.waitingForToken)]
  }

  private mutating func failed(
    _ failure: SocketFailure, drops: Bool, _ now: Int64
  ) -> [Effect] {
    var effects: [Effect] = drops ? [.drop] : []
    if state == .live, now - since >= timings.healthy { failures = 0 }
    if failure == .noData { quietRounds += 1 }
    if case .handshakeRefused(let status) = failure {
      if status == 401 {
        enter(.tokenless, now)
        return effects + [.refuseToken(code: 401), .notice(.waitingForToken)]
      }
      if status == 403 { effects.append(.notice(.tokenDoubtful(status: status))) }
    }
    failures += 1
    let wait = jitter.scattered(baseWait)
    enter(.waiting, now)
    retryAt = now + wait
    effects.append(.notice(.down(failure, retryNanoseconds: wait)))
    if failures == timings.reportedRetries {
      effects.append(.notice(.failing(attempts: failures)))
    }
    return effects
  }

  /// The wait before the next attempt, without scatter.
  private var baseWait: Int64 {
    guard failures > 1 else { return min(timings.retry / 10, timings.longest) }
    var wait = timings.retry
    for _ in 0..<min(failures - 2, 16) where wait < timings.longest { wait *= 2 }
    return min(wait, timings.longest)
  }
}

extension SocketMachine {
  /// How old market data may be before the connection counts as dead.
  private var patience: Int64 {
    var wait = timings.dead
    for _ in 0..<min(quietRounds, 16) where wait < timings.longest { wait *= 2 }
    return max(timings.dead, min(wait, timings.longest))
  }

  /// When ``Event/time`` is due next; nil when nothing depends on time.
  public var deadline: EventTime? {
    switch state {
    case .idle, .tokenless, .closed: nil
    case .waiting: EventTime(nanoseconds: retryAt)
    case .connecting: EventTime(nanoseconds: since + timings.handshake)
    case .greeting: EventTime(nanoseconds: min(since + timings.greeting, keepAliveDeadline))
    case .live: EventTime(nanoseconds: min(keepAliveDeadline, dataDeadline))
    }
  }

  private var keepAliveDeadline: Int64 {
    min(
      traits.hasPing ? keepAlive.nextPing : .max, keepAlive.pongDue ?? keepAlive.nextControlPing)
  }

  private var dataDeadline: Int64 {
    guard isMarketActive, traits.expectsData else { return .max }
    return lastData + (isStale ? patience : min(timings.stale, patience))
  }

  private mutating func timePassed(_ now: Int64) -> [Effect] {
    switch state {
    case .idle, .tokenless, .closed: return []
    case .waiting: return now >= retryAt ? connect(now) : []
    case .connecting:
      guard now >= since + timings.handshake else { return [] }
      return failed(.mute, drops: true, now)
    case .greeting:
      guard now < since + timings.greeting else { return failed(.mute, drops: true, now) }
      return keptAlive(now)
    case .live:
      var effects: [Effect] = []
      if now >= dataDeadline { effects += setStale(true) }
      // The deadline is now the later one.
      if now >= dataDeadline { return effects + failed(.noData, drops: true, now) }
      return effects + keptAlive(now)
    }
  }

  private mutating func keptAlive(_ now: Int64) -> [Effect] {
    if let due = keepAlive.pongDue, now >= due { return failed(.halfOpen, drops: true, now) }
    var effects: [Effect] = []
    if traits.hasPing, now >= keepAlive.nextPing {
      effects.append(.ping)
      keepAlive.nextPing = now + timings.ping
    }
    if keepAlive.pongDue == nil, now >= keepAlive.nextControlPing {
      effects.append(.controlPing)
      keepAlive.nextControlPing = now + timings.controlPing
      keepAlive.pongDue = now + timings.pong
    }
    return effects
  }
}
