import Glibc
import Market
import Money
import Scripting
import Testing
import Trading

@testable import Worker

/// A desk that does something when it is asked for the account: the middle of a callback.
struct TrapDesk: DeskPort {
  var desk: Desk
  var trap: () -> Void

  func account() -> AccountView {
    trap()
    return desk.account()
  }

  mutating func place(_ request: OrderRequest) -> OrderTicket { desk.place(request) }
  mutating func cancel(order index: Int, source: String) -> Denial? {
    desk.cancel(order: index, source: source)
  }
  mutating func modify(
    order index: Int, price: RequestedPrice?, trigger: RequestedPrice?,
    quantity: RequestedQuantity?
  ) -> Denial? {
    desk.modify(order: index, price: price, trigger: trigger, quantity: quantity)
  }
  mutating func protect(
    _ instrument: InstrumentID, _ request: ProtectionRequest
  ) -> ProtectionVerdict {
    desk.protect(instrument, request)
  }
  mutating func unprotect(_ instrument: InstrumentID) { desk.unprotect(instrument) }
  func position(_ instrument: InstrumentID) -> PositionView { desk.position(instrument) }
  func quote(_ instrument: InstrumentID) -> (tick: Tick, sequence: Int64)? {
    desk.quote(instrument)
  }
  func order(at index: Int) -> OrderView? { desk.order(at: index) }
  func orderCount() -> Int { desk.orderCount() }
  func pendingEntryQuantity(_ instrument: InstrumentID) -> Int64 {
    desk.pendingEntryQuantity(instrument)
  }
  mutating func setTimer(_ schedule: TimerSchedule) -> Int32? { desk.setTimer(schedule) }
  mutating func cancelTimer(_ id: Int32) -> Bool { desk.cancelTimer(id) }
  func phase(of instrument: InstrumentID) -> SessionPhase { desk.phase(of: instrument) }
  func now() -> EventTime { desk.now() }
  func instrument(_ instrument: InstrumentID) -> Instrument { desk.instrument(instrument) }
}

@Suite("A worker that fails")
struct FailureTests {
  private static let asking = """
    function on_tick(tick)
      state.n = (state.n or 0) + 1
      if tick.seq > 5 then account() end
    end
    """

  /// A bound worker with its desk.
  private func staged(
    _ body: String, limits: WorkerLimits = WorkerLimits()
  ) throws -> (ScriptWorker, TrapDesk, [Tick]) {
    let worker = try ScriptWorker.load(
      script(body), program: double("honest"), limits: limits)
    let table = table(worker.declaration.symbols)
    try worker.bind(table)
    let desk = TrapDesk(desk: desk(worker.declaration, table), trap: {})
    return (worker, desk, walk(50, table: table))
  }

  /// A worker in the place of another, which is ended.
  private static func successor(of worker: ScriptWorker) throws -> ScriptWorker {
    defer { worker.close() }
    return try ScriptWorker.load(
      worker.script, after: worker.legacy, program: double("honest"), limits: worker.limits)
  }

  @Test("and is killed in the middle of a callback has crashed, and comes back with its state")
  func killedInside() throws {
    var (worker, desk, ticks) = try staged(Self.asking)
    let id = try #require(worker.processID)
    desk.trap = { kill(id, SIGKILL) }
    for (index, tick) in ticks.prefix(5).enumerated() {
      #expect(worker.tick(tick, sequence: Int64(index) + 1, port: &desk).failure == nil)
    }
    let kept = worker.stateBytes
    let failure = try #require(worker.tick(ticks[5], sequence: 6, port: &desk).failure)
    #expect(failure.kind == .crash)
    #expect(failure.callback == "on_tick")
    #expect(failure.message == "the script's worker was ended by signal 9 (SIGKILL)")
    #expect(worker.processID == nil)
    #expect(worker.end == .signalled(SIGKILL))
    #expect(worker.stateBytes == kept)
    #expect(worker.tick(ticks[6], sequence: 7, port: &desk).failure?.kind == .crash)

    desk.trap = {}
    worker = try Self.successor(of: worker)
    #expect(worker.end == nil)
    #expect(worker.processID != id)
    #expect(worker.stateBytes == kept)
    #expect(worker.tick(ticks[7], sequence: 8, port: &desk).failure == nil)
    #expect(worker.stateBytes != kept)
  }

  @Test("and is killed between callbacks has crashed at the next; another script goes on")
  func killedBetween() throws {
    let victim = try ScriptWorker.load(script(Self.asking), program: double("honest"))
    let other = try ScriptWorker.load(
      script("function on_tick(tick) if tick.seq == 4 then buy(tick.symbol, 1) end end"),
      program: double("honest"))
    let table = table(victim.declaration.symbols)
    try victim.bind(table)
    try other.bind(table)
    var engine = Engine(
      desks: [desk(victim.declaration, table), desk(other.declaration, table, index: 1)],
      rules: WorkerRules([victim, other]))
    let ticks = walk(8, table: table)
    var effects: [Effect] = []
    engine.start(at: ticks[0].time, mode: .paper, into: &effects)
    for (index, tick) in ticks.enumerated() {
      if index == 2, let id = victim.processID { kill(id, SIGKILL) }
      try engine.process(tick, into: &effects)
    }
    engine.stop(reason: "end", into: &effects)
    let failures = effects.compactMap { effect -> (Int, ScriptFailure.Kind, Int64)? in
      guard case .scriptFailed(let desk, let failure, let sequence) = effect else { return nil }
      return (desk, failure.kind, sequence)
    }
    #expect(failures.count == 1)
    #expect(failures.first ?? (9, .error, 0) == (0, .crash, 3))
    #expect(engine.desks[1].orders.count == 1)
  }

  @Test("and is stopped in the middle of a callback is ended once its time is over")
  func stopped() throws {
    var limits = WorkerLimits()
    limits.callback = 150_000_000
    var (worker, desk, ticks) = try staged(Self.asking, limits: limits)
    let id = try #require(worker.processID)
    desk.trap = { kill(id, SIGSTOP) }
    let failure = try #require(worker.tick(ticks[0], sequence: 6, port: &desk).failure)
    #expect(failure.kind == .time)
    #expect(failure.message == "the script did not answer within 150 ms; it was ended")
    #expect(WorkerLimits().callback == 500_000_000)
    #expect(worker.processID == nil)
    // The process is gone and buried: there is nobody left to signal.
    #expect(kill(id, 0) == -1)
  }

  @Test("and asks without end is ended as a flood")
  func asks() throws {
    var limits = WorkerLimits()
    limits.asks = 100
    var (worker, desk, ticks) = try staged(
      """
      function on_tick(tick)
        for i = 1, 1000 do buy(tick.symbol, 1) end
      end
      """, limits: limits)
    let failure = try #require(worker.tick(ticks[0], sequence: 1, port: &desk).failure)
    #expect(failure.kind == .error)
    #expect(
      failure.message
        == "the script's worker asked more than 100 times in one callback; it was ended")
  }

  @Test("and cannot be made or run is a refusal")
  func notRun() {
    let program = WorkerProgram(path: "/nowhere/at/all", arguments: ["worker"])
    #expect(
      throws: ScriptLoadProblem.refused(WorkerEnd.exited(code: 127).failure(in: "load"))
    ) {
      _ = try ScriptWorker.load(script(Self.asking), program: program)
    }
  }

  @Test("leaves no timer on the desk when it comes back")
  func timers() throws {
    let body = """
      every(60, function() end)
      function on_start() every(90, function() end) after(1, function() end) end
      function on_tick() end
      """
    var (worker, desk, _) = try staged(body)
    let start = ScriptCall.start(mode: .paper, isResumed: false, openPositions: [])
    #expect(worker.call(start, port: &desk).failure == nil)
    #expect(worker.timers.ids.count == 3)
    let first = worker.timers.ids
    worker = try Self.successor(of: worker)
    #expect(worker.call(start, port: &desk).failure == nil)
    #expect(worker.timers.ids.count == 3)
    let gone = first.filter { !desk.cancelTimer($0) }
    let working = worker.timers.ids.filter { desk.cancelTimer($0) }
    #expect(gone.count == first.count)
    #expect(working.count == 3)
  }

  @Test("and is closed stays closed; on_error and on_stop have nothing to run")
  func closed() throws {
    var (worker, desk, ticks) = try staged(Self.asking + " function on_stop() end")
    worker.close()
    #expect(worker.tick(ticks[0], sequence: 1, port: &desk).failure?.kind == .crash)
    #expect(worker.call(.stop(reason: "end"), port: &desk).failure == nil)
  }
}
