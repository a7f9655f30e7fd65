import Market
import Testing

@testable import Fyers

@Suite("A socket's waits")
struct SocketTimingTests {
  /// Runs a machine by its own deadlines until a time; gives the effects with their offsets in ms.
  private static func run(
    _ machine: inout SocketMachine, from start: EventTime, milliseconds: Int64,
    answer: (SocketMachine.Effect) -> SocketMachine.Event? = { _ in nil }
  ) -> [(at: Int64, effect: SocketMachine.Effect)] {
    let end = start.adding(milliseconds: milliseconds)
    var log: [(Int64, SocketMachine.Effect)] = []
    while let deadline = machine.deadline, deadline <= end {
      var events: [SocketMachine.Event] = [.time]
      while !events.isEmpty {
        for effect in machine.handle(events.removeFirst(), now: deadline) {
          log.append(((deadline.nanoseconds - start.nanoseconds) / 1_000_000, effect))
          if let event = answer(effect) { events.append(event) }
        }
      }
    }
    return log
  }

  private static func live(active: Bool) -> SocketMachine {
    var machine = SocketMachine(isReadyWhenOpen: false, expectsData: true, hasPing: true, seed: 3)
    for event in [.start, .opened, .received(.ready), .market(isActive: active)]
      as [SocketMachine.Event]
    { _ = machine.handle(event, now: .session) }
    return machine
  }

  @Test("silence while markets are open is stale after 5 s and dead after 15 s")
  func watchdog() {
    var machine = Self.live(active: true)
    let log = Self.run(&machine, from: .session, milliseconds: 15_900)
    let notices = log.filter { $0.effect != .ping }
    #expect(notices.count == 4)
    #expect(notices.map(\.at).prefix(3) == [5_000, 15_000, 15_000])
    #expect(notices[0].effect == .notice(.stale))
    #expect(notices[1].effect == .drop)
    // The first retry follows within half a second: reconnected before 20 s.
    #expect(notices[3].effect == .connect)
    #expect(notices[3].at <= 15_500)
  }

  @Test("pongs do not make stale data fresh, data does")
  func heartbeatsProveNothing() {
    var machine = Self.live(active: true)
    for second in Int64(1)...6 {
      _ = machine.handle(.heard, now: EventTime.session.adding(milliseconds: second * 1_000))
      _ = machine.handle(.time, now: EventTime.session.adding(milliseconds: second * 1_000))
    }
    #expect(machine.isStale)
    let later = EventTime.session.adding(milliseconds: 7_000)
    #expect(machine.handle(.received(.data), now: later) == [.notice(.fresh)])
  }

  @Test("outside market hours silence is fine as long as pings are answered")
  func quietNight() {
    var machine = Self.live(active: false)
    let log = Self.run(&machine, from: .session, milliseconds: 3_600_000) {
      $0 == .controlPing ? .heard : nil
    }
    #expect(machine.state == .live)
    #expect(log.count { $0.effect == .ping } == 360)
    #expect(log.count { $0.effect == .controlPing } == 120)
  }

  @Test("a ping that is not answered ends the connection, at night too")
  func halfOpen() {
    var machine = Self.live(active: false)
    let log = Self.run(&machine, from: .session, milliseconds: 40_000)
    #expect(machine.state == .waiting)
    #expect(log.contains { $0.at == 30_000 && $0.effect == .controlPing })
    #expect(log.contains { $0.at == 40_000 && $0.effect == .drop })
  }

  @Test("a server that says nothing to the sign-in is left after 10 s")
  func mute() {
    var machine = SocketMachine(isReadyWhenOpen: false, expectsData: true, hasPing: true, seed: 3)
    _ = machine.handle(.start, now: .session)
    _ = machine.handle(.opened, now: .session)
    let log = Self.run(&machine, from: .session, milliseconds: 10_000)
    #expect(log.last?.at == 10_000)
    guard case .notice(.down(.mute, _))? = log.last?.effect else {
      Issue.record("expected mute, was \(String(describing: log.last))")
      return
    }
  }

  @Test("retries go on for ever, ever slower up to a minute, and are reported once")
  func backoff() {
    var machine = SocketMachine(isReadyWhenOpen: true, expectsData: false, hasPing: true, seed: 5)
    _ = machine.handle(.start, now: .session)
    var waits: [Int64] = []
    var reports = 0
    var now = EventTime.session
    for _ in 0..<200 {
      for effect in machine.handle(.failed(.unreachable), now: now) {
        if case .notice(.down(_, let wait)) = effect { waits.append(wait / 1_000_000) }
        if case .notice(.failing(attempts: 5)) = effect { reports += 1 }
      }
      now = machine.deadline ?? now
      #expect(machine.handle(.time, now: now) == [.connect])
    }
    #expect(reports == 1)
    #expect(waits.count == 200)
    for (wait, whole) in zip(waits, [500, 5_000, 10_000, 20_000, 40_000, 60_000, 60_000]) {
      #expect((Int64(whole) / 2...Int64(whole)).contains(wait))
    }
    #expect(waits.allSatisfy { $0 <= 60_000 })
  }

  @Test("a connection that was up for half a minute makes earlier failures forgotten")
  func healthy() {
    var machine = SocketMachine(isReadyWhenOpen: true, expectsData: false, hasPing: false, seed: 5)
    _ = machine.handle(.start, now: .session)
    for _ in 0..<4 {
      _ = machine.handle(.failed(.unreachable), now: .session)
      _ = machine.handle(.time, now: machine.deadline ?? .session)
    }
    _ = machine.handle(.opened, now: .session)
    var later = machine
    _ = machine.handle(.failed(.broken), now: EventTime.session.adding(milliseconds: 29_000))
    #expect(machine.failures == 5)
    _ = later.handle(.failed(.broken), now: EventTime.session.adding(milliseconds: 30_000))
    #expect(later.failures == 1)
  }

  @Test("a feed that is just quiet gets more patience each time")
  func quietFeed() {
    var machine = Self.live(active: true)
    var drops: [Int64] = []
    let log = Self.run(&machine, from: .session, milliseconds: 600_000) { effect in
      switch effect {
      case .connect: .opened
      case .greet: .received(.data)
      case .controlPing: .heard
      default: nil
      }
    }
    drops = log.filter { $0.effect == .drop }.map(\.at)
    let gaps = zip(drops.dropFirst(), drops).map(-)
    #expect(gaps.first.map { $0 >= 30_000 } == true)
    #expect(gaps.dropFirst(2).allSatisfy { $0 >= 60_000 })
  }

  @Test("twenty unreadable messages in a row end the connection, nineteen do not")
  func garbage() {
    var machine = Self.live(active: false)
    for _ in 0..<19 { _ = machine.handle(.received(.malformed), now: .session) }
    _ = machine.handle(.received(.control), now: .session)
    for _ in 0..<19 { _ = machine.handle(.received(.malformed), now: .session) }
    #expect(machine.state == .live)
    _ = machine.handle(.received(.malformed), now: .session)
    #expect(machine.state == .waiting)
  }

  @Test("a 403 at the handshake asks for the token to be checked and retries slowly")
  func doubtfulToken() {
    var machine = SocketMachine(isReadyWhenOpen: true, expectsData: false, hasPing: true, seed: 5)
    _ = machine.handle(.start, now: .session)
    let effects = machine.handle(.failed(.handshakeRefused(status: 403)), now: .session)
    #expect(effects.first == .notice(.tokenDoubtful(status: 403)))
    #expect(machine.state == .waiting)
  }
}
