import Market
import TestSupport
import Testing

@testable import Fyers

@Suite("The life of a socket")
struct SocketMachineTests {
  /// The rows: a machine in each state.
  enum Start: String, CaseIterable, Sendable {
    case idle, connecting, greeting, live, waiting, tokenless, closed

    var machine: SocketMachine {
      var machine = SocketMachine(
        isReadyWhenOpen: false, expectsData: true, hasPing: true, seed: 7)
      let steps: [SocketMachine.Event] =
        switch self {
        case .idle: []
        case .connecting: [.start]
        case .greeting: [.start, .opened]
        case .live: [.start, .opened, .received(.ready)]
        case .waiting: [.start, .failed(.unreachable)]
        case .tokenless: [.start, .tokenStopped]
        case .closed: [.start, .stop]
        }
      for step in steps { _ = machine.handle(step, now: .session) }
      return machine
    }
  }

  /// What is done when the wait is scattered with the seed of this table.
  private static func down(_ failure: SocketFailure, _ wait: Int64) -> SocketMachine.Effect {
    .notice(.down(failure, retryNanoseconds: wait))
  }

  /// The first scattered wait after the first failure, with the seed of this table.
  private static let firstWait: Int64 = {
    var jitter = Jitter(seed: 7)
    return jitter.scattered(500_000_000)
  }()

  struct Row: Sendable {
    let event: SocketMachine.Event
    /// The next state, in the order of ``Start``.
    let next: [SocketMachine.State]
    /// What is to be done, in the order of ``Start``.
    let effects: [[SocketMachine.Effect]]
  }

  static let rows: [Row] = [
    Row(
      event: .start,
      next: [.connecting, .connecting, .greeting, .live, .waiting, .tokenless, .closed],
      effects: [[.connect], [], [], [], [], [], []]),
    Row(
      event: .opened, next: [.idle, .greeting, .greeting, .live, .waiting, .tokenless, .closed],
      effects: [[], [.greet, .ping], [], [], [], [], []]),
    Row(
      event: .failed(.broken),
      next: [.idle, .waiting, .waiting, .waiting, .waiting, .tokenless, .closed],
      effects: [
        [], [down(.broken, firstWait)], [down(.broken, firstWait)], [down(.broken, firstWait)], [],
        [], [],
      ]),
    Row(
      event: .failed(.handshakeRefused(status: 401)),
      next: [.idle, .tokenless, .tokenless, .tokenless, .waiting, .tokenless, .closed],
      effects: [
        [], [.refuseToken(code: 401), .notice(.waitingForToken)],
        [.refuseToken(code: 401), .notice(.waitingForToken)],
        [.refuseToken(code: 401), .notice(.waitingForToken)], [], [], [],
      ]),
    Row(
      event: .received(.ready),
      next: [.idle, .connecting, .live, .live, .waiting, .tokenless, .closed],
      effects: [[], [], [.notice(.up)], [], [], [], []]),
    Row(
      event: .received(.data),
      next: [.idle, .connecting, .live, .live, .waiting, .tokenless, .closed],
      effects: [[], [], [.notice(.up)], [], [], [], []]),
    Row(
      event: .received(.control),
      next: [.idle, .connecting, .greeting, .live, .waiting, .tokenless, .closed],
      effects: [[], [], [], [], [], [], []]),
    Row(
      event: .received(.malformed),
      next: [.idle, .connecting, .greeting, .live, .waiting, .tokenless, .closed],
      effects: [[], [], [.notice(.malformed)], [.notice(.malformed)], [], [], []]),
    Row(
      event: .received(.refused(code: 11_001)),
      next: [.idle, .connecting, .tokenless, .tokenless, .waiting, .tokenless, .closed],
      effects: [
        [], [], [.drop, .refuseToken(code: 11_001), .notice(.waitingForToken)],
        [.drop, .refuseToken(code: 11_001), .notice(.waitingForToken)], [], [], [],
      ]),
    Row(
      event: .heard, next: [.idle, .connecting, .greeting, .live, .waiting, .tokenless, .closed],
      effects: [[], [], [], [], [], [], []]),
    Row(
      event: .time, next: [.idle, .connecting, .greeting, .live, .waiting, .tokenless, .closed],
      effects: [[], [], [], [], [], [], []]),
    Row(
      event: .market(isActive: true),
      next: [.idle, .connecting, .greeting, .live, .waiting, .tokenless, .closed],
      effects: [[], [], [], [], [], [], []]),
    Row(
      event: .tokenStopped,
      next: [.idle, .tokenless, .tokenless, .tokenless, .tokenless, .tokenless, .closed],
      effects: [
        [], [.drop, .notice(.waitingForToken)], [.drop, .notice(.waitingForToken)],
        [.drop, .notice(.waitingForToken)], [.notice(.waitingForToken)], [], [],
      ]),
    Row(
      event: .tokenRenewed,
      next: [.idle, .connecting, .greeting, .live, .waiting, .connecting, .closed],
      effects: [[], [], [], [], [], [.connect], []]),
    Row(
      event: .stop, next: [.closed, .closed, .closed, .closed, .closed, .closed, .closed],
      effects: [
        [.notice(.closed)], [.close, .notice(.closed)], [.close, .notice(.closed)],
        [.close, .notice(.closed)], [.notice(.closed)], [.notice(.closed)], [],
      ]),
  ]

  @Test("every state answers every event", arguments: rows.indices, Start.allCases)
  func everyStateAndEvent(row: Int, start: Start) throws {
    var machine = start.machine
    let column = try #require(Start.allCases.firstIndex(of: start))
    let effects = machine.handle(Self.rows[row].event, now: .session)
    #expect(machine.state == Self.rows[row].next[column])
    #expect(effects == Self.rows[row].effects[column])
    let hasDeadline: Bool =
      switch machine.state {
      case .idle, .tokenless, .closed: false
      case .connecting, .greeting, .live, .waiting: true
      }
    #expect((machine.deadline != nil) == hasDeadline)
  }

  @Test("any events keep the machine's word", arguments: UInt64(1)...30)
  func anyEvents(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var machine = SocketMachine(
      isReadyWhenOpen: Bool.random(using: &random), expectsData: true, hasPing: true, seed: seed)
    var now = EventTime.session
    var isConnected = false
    let events: [SocketMachine.Event] =
      Self.rows.map(\.event).filter { $0 != .stop } + [.market(isActive: false), .time, .time]
    for _ in 0..<4_000 {
      now = now.adding(milliseconds: Int64.random(in: 0...4_000, using: &random))
      let event = events[Int.random(in: events.indices, using: &random)]
      let wasConnecting = machine.state == .connecting
      let effects = machine.handle(event, now: now)
      if event == .opened, wasConnecting { isConnected = true }
      if case .failed = event { isConnected = false }
      for effect in effects {
        switch effect {
        case .connect: #expect(!isConnected, "seed \(seed): a second connection")
        case .drop: isConnected = false
        case .ping, .controlPing, .greet: #expect(isConnected, "seed \(seed)")
        default: break
        }
      }
      if let deadline = machine.deadline, machine.state == .waiting {
        let wait = deadline.nanoseconds - now.nanoseconds
        #expect(wait <= 60 * EventTime.nanosecondsPerSecond, "seed \(seed)")
      }
    }
  }
}
