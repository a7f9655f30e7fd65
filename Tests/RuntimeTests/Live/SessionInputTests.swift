import Market
import Money
import Recording
import Server
import Testing
import Trading

@testable import Runtime

@Suite("Inputs of a live session as entries of a recording")
struct SessionInputTests {
  private static var table: InstrumentTable {
    var table = InstrumentTable()
    _ = table.intern("NSE:SBIN-EQ")
    _ = table.intern("SIM:A=B")
    return table
  }

  private static let time = EventTime(nanoseconds: 1_700_000_000_123_456_789)

  private static let protections: [ProtectionRequest?] = [
    nil,
    ProtectionRequest(stopLoss: .price(.nanos(545_000_000_000)), source: "api"),
    ProtectionRequest(
      stopLoss: .price(.invalid("-1")),
      targets: [.init(level: .price(.nanos(560_000_000_000)))], source: "api"),
    ProtectionRequest(
      stopLoss: .distance(.percent(nanos: 600_000_000)),
      trail: .init(
        by: .points(nanos: 2_000_000_000), after: .increments(nanos: 20_000_000_000),
        step: .percent(nanos: 1)), source: "api"),
  ]

  static var inputs: [SessionInput] {
    let hand = protections.map { protection in
      SessionInput.trade(
        HandTrade(
          side: .buy, symbol: "SIM:A=B", quantity: .whole(10), protection: protection), at: time)
    }
    let odd = SessionInput.trade(
      HandTrade(side: .sell, symbol: "NSE:SBIN-EQ", quantity: .invalid("1.5")), at: time)
    let gap = SessionInput.gap(since: time.advanced(byNanoseconds: -60_000_000_001), until: time)
    let steps = [-7_200_000_000_000, 7_200_000_000_000].map { by in
      SessionInput.step(
        by: by, since: by < 0 ? time : time.advanced(byNanoseconds: -by), until: time)
    }
    let restart = SessionInput.restart(script: 1, fingerprint: "ab12", at: time)
    return hand + steps + [restart, odd, .clock(time), gap, .stop(reason: "operator", at: time)]
      + FeedState.allCases.map { .connection($0, at: time) }
      + OperatorCommand.allCases.map { .command($0, at: time) }
      + [
        .instrument(
          Instrument(
            id: InstrumentID(index: 2), symbol: "NSE:TCS-EQ", increment: Price(micros: 50_000),
            lot: 25, freeze: 1_800), at: time)
      ]
  }

  @Test("Every input but a tick comes back from its event as it was", arguments: inputs)
  func roundTrip(input: SessionInput) throws {
    let event = try #require(input.event(Self.table))
    #expect(event.time == Self.time)
    #expect(SessionInput(event, Self.table) == input)
  }

  @Test("A tick is recorded as a tick")
  func tick() {
    let tick = Tick(
      time: Self.time, instrument: InstrumentID(index: 0), bid: Price(micros: 1),
      ask: Price(micros: 2), ltp: Price(micros: 1))
    #expect(SessionInput.tick(tick).event(Self.table) == nil)
  }

  @Test(
    "A required module comes back from its event and its line",
    arguments: [
      RecordedModule(script: 0, name: "lib.a", found: .text("0f")),
      RecordedModule(script: 12, name: "lib.b.c", found: .missing("no plain file a b/lib/b/c.lua")),
      RecordedModule(script: 1, name: "lib.a", found: .missing("")),
    ])
  func module(module: RecordedModule) throws {
    #expect(RecordedModule(line: module.line) == module)
    #expect(RecordedModule(module.event(at: Self.time)) == module)
  }

  @Test("What is no line of a module is none", arguments: ["", "x lib.a 0f", "1 lib.a", "-1 a 0f"])
  func noModule(line: String) { #expect(RecordedModule(line: line) == nil) }

  @Test("Events of others, and broken ones, are none of ours")
  func foreign() {
    let payloads: [(UInt32, String)] = [
      (0, ""), (99, "state=connected"), (2, "state=sideways"), (2, ""), (3, "side=BUY"),
      (3, "side=HOLD\nsymbol=NSE:SBIN-EQ\nquantity=1"),
      (3, "side=BUY\nsymbol=NSE:NONE\nquantity=1"), (4, "command=dance"),
      (5, "symbol=X\nincrement=0\nlot=1"), (5, "symbol=X\nincrement=1\nlot=-1"), (9, "since=x"),
      (9, ""), (6, "no fields"), (8, "script=-1\nsha256=a"), (8, "script=0"), (20, "by=1"),
      (20, "by=x\nsince=1"),
    ]
    for (code, payload) in payloads {
      let event = RecordedEvent(time: Self.time, code: code, payload: Array(payload.utf8))
      #expect(SessionInput(event, Self.table) == nil, "\(code): \(payload)")
    }
    let noText = RecordedEvent(time: Self.time, code: 6, payload: [0xFF, 0xFE])
    #expect(SessionInput(noText, Self.table) == nil)
  }

  @Test("A lost call comes back from its events with its exits and with what the script keeps")
  func lostCall() throws {
    var call = LostCall(
      script: 1, call: 3,
      failure: ScriptFailure(
        kind: .time, callback: "on_tick", message: "ran longer than 20 ms", source: "a.lua:3"),
      isGone: false)
    let plain = KeptExit(
      side: .sell, instrument: InstrumentID(index: 0), quantity: 4, source: "a.lua:3")
    var rich = KeptExit(
      side: .buy, instrument: InstrumentID(index: 1), quantity: 1, source: "%25\r\n=.lua:3")
    rich.type = .stopLimit
    rich.price = Price(micros: 1_500_000)
    rich.trigger = Price(micros: 1_450_000)
    rich.validity = .untilCancelled
    rich.waitsForOpen = true
    rich.cancelsRestingExits = true
    rich.isTakenBack = true
    rich.tag = "a\nb\r\n%0A"
    call.exits = [plain, rich]
    call.tables = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let events = call.events(at: Self.time, Self.table)
    #expect(events.allSatisfy { $0.payload.count <= RecordedEvent.payloadBytesMax })
    var back = try #require(LostCall(events[0]))
    for event in events.dropFirst() {
      #expect(LostCall(event) == nil && SessionInput(event, Self.table) == nil)
      let isTaken = back.take(event, Self.table)
      #expect(isTaken)
    }
    #expect(back == call)
  }
}
