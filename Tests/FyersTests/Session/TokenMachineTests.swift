import Market
import Testing

@testable import Fyers

@Suite("The token's life")
struct TokenMachineTests {
  /// The four states as a table's rows.
  enum Start: String, CaseIterable, Sendable {
    case missing, valid, expiring, timeOver, refused

    func machine() throws -> TokenMachine {
      var machine = TokenMachine()
      guard self != .missing else { return machine }
      let token = try AccessToken.fixture()
      _ = machine.handle(.renewed(token), now: .session)
      let end = token.expiry
      switch self {
      case .missing, .valid: break
      case .expiring: _ = machine.handle(.time, now: end.adding(milliseconds: -60_000))
      case .timeOver: _ = machine.handle(.time, now: end)
      case .refused: _ = machine.handle(.refused(code: -17, generation: 1), now: .session)
      }
      return machine
    }
  }

  /// The columns.
  enum Step: String, CaseIterable, Sendable {
    case early, late, past, refusedNow, refusedOld, renewedNew, renewedSame, renewedDead

    func event(_ generation: Int) throws -> (TokenMachine.Event, EventTime) {
      let end = try AccessToken.fixture().expiry
      let fresh = try AccessToken.fixture(expirySeconds: 1_791_500_000, signature: "new")
      let before = end.adding(milliseconds: -60_000)
      switch self {
      case .early: return (.time, .session)
      case .late: return (.time, before)
      case .past: return (.time, end)
      case .refusedNow: return (.refused(code: -16, generation: generation), before)
      case .refusedOld: return (.refused(code: -16, generation: generation - 1), before)
      case .renewedNew: return (.renewed(fresh), before)
      case .renewedSame: return (.renewed(try .fixture()), before)
      case .renewedDead:
        return (.renewed(try .fixture(expirySeconds: 1_000, signature: "dead")), before)
      }
    }
  }

  static let end = EventTime(milliseconds: 1_791_246_600_000)

  /// Every state × every event: the next state and what is to be done.
  static let table: [Start: [Step: (TokenMachine.State, [TokenMachine.Effect])]] = [
    .missing: [
      .early: (.expired(.missing), []), .late: (.expired(.missing), []),
      .past: (.expired(.missing), []), .refusedNow: (.expired(.missing), []),
      .refusedOld: (.expired(.missing), []), .renewedNew: (.valid, [.resume]),
      .renewedSame: (.expiring, [.resume, .alert(.expiring(at: end))]),
      .renewedDead: (.expired(.missing), [.alert(.expired)]),
    ],
    .valid: [
      .early: (.valid, []), .late: (.expiring, [.alert(.expiring(at: end))]),
      .past: (.expired(.timeOver), [.stop, .alert(.expired)]),
      .refusedNow: (.expired(.refused(code: -16)), [.stop, .alert(.refused(code: -16))]),
      .refusedOld: (.valid, []), .renewedNew: (.valid, [.stop, .resume]),
      .renewedSame: (.valid, []), .renewedDead: (.valid, []),
    ],
    .expiring: [
      .early: (.expiring, []), .late: (.expiring, []),
      .past: (.expired(.timeOver), [.stop, .alert(.expired)]),
      .refusedNow: (.expired(.refused(code: -16)), [.stop, .alert(.refused(code: -16))]),
      .refusedOld: (.expiring, []), .renewedNew: (.valid, [.stop, .resume]),
      .renewedSame: (.expiring, []), .renewedDead: (.expiring, []),
    ],
    .timeOver: [
      .early: (.expired(.timeOver), []), .late: (.expired(.timeOver), []),
      .past: (.expired(.timeOver), []), .refusedNow: (.expired(.timeOver), []),
      .refusedOld: (.expired(.timeOver), []), .renewedNew: (.valid, [.resume]),
      .renewedSame: (.expired(.timeOver), [.alert(.unchanged)]),
      .renewedDead: (.expired(.timeOver), [.alert(.expired)]),
    ],
    .refused: [
      .early: (.expired(.refused(code: -17)), []), .late: (.expired(.refused(code: -17)), []),
      .past: (.expired(.refused(code: -17)), []), .refusedNow: (.expired(.refused(code: -17)), []),
      .refusedOld: (.expired(.refused(code: -17)), []), .renewedNew: (.valid, [.resume]),
      .renewedSame: (.expired(.refused(code: -17)), [.alert(.unchanged)]),
      .renewedDead: (.expired(.refused(code: -17)), [.alert(.expired)]),
    ],
  ]

  @Test("every state answers every event", arguments: Start.allCases, Step.allCases)
  func everyStateAndEvent(start: Start, step: Step) throws {
    var machine = try start.machine()
    let (event, now) = try step.event(machine.generation)
    let effects = machine.handle(event, now: now)
    let expected = try #require(Self.table[start]?[step])
    #expect(machine.state == expected.0)
    #expect(effects == expected.1)
    if case .expired = machine.state {
      #expect(machine.usable == nil)
    } else {
      #expect(machine.usable != nil)
    }
  }

  @Test("a hundred refusals give one alert")
  func oneAlert() throws {
    var machine = try Start.valid.machine()
    let effects = (0..<100).flatMap { _ in
      machine.handle(.refused(code: -8, generation: 1), now: .session)
    }
    #expect(effects == [.stop, .alert(.refused(code: -8))])
  }
}
