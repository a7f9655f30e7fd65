package import Market
import Scripting
package import Trading

extension ScriptWorker {
  /// Calls `on_tick`; the hot path.
  ///
  /// - Parameters:
  ///   - tick: The tick, of a declared symbol.
  ///   - sequence: Its number in the session, from 1.
  ///   - desk: The desk.
  /// - Returns: Completed, or how it failed.
  package func tick<Port: DeskPort>(
    _ tick: borrowing Tick, sequence: Int64, port desk: inout Port
  ) -> CallOutcome {
    guard hasTick else { return .completed }
    guard let process else { return .failed((end ?? .closed).failure(in: "on_tick")) }
    process.begin(limit: limits.callback)
    TickRecord.write(
      tick, sequence: sequence, orderCount: desk.orderCount(), to: process.line.room)
    process.line.sendRoom(count: TickRecord.size)
    let now = tick.time
    do throws(WorkerEnd) {
      let reply = try withUnsafeMutablePointer(to: &desk) { (desk) throws(WorkerEnd) in
        try converse(process, desk, asksAtMost: limits.asks, isRule: false)
      }
      guard reply != nil else { return .completed }
      return try settle(reply, "on_tick", now: now, isRule: false)
    } catch {
      return .failed(fail(error, in: "on_tick"))
    }
  }

  /// Calls a callback, a timer or a rule; a script that lacks it completes at once.
  ///
  /// - Parameters:
  ///   - call: Which, with its values.
  ///   - desk: The desk.
  /// - Returns: How it ended.
  package func call<Port: DeskPort>(_ call: ScriptCall, port desk: inout Port) -> CallOutcome {
    guard isWanted(call) else { return .completed }
    guard process != nil else { return absent(call) }
    if !timers.stale.isEmpty { cancelStaleTimers(on: &desk) }
    if case .timer(let id) = call { timers.fire(id) }
    var (limit, asksAtMost, isRule) = (limits.callback, limits.asks, false)
    switch call {
    case .start(_, let isResumed, _):
      // While others trade, their stops wait no longer for it than for any callback.
      (limit, asksAtMost) = (isResumed ? limits.callback : limits.start, limits.startAsks)
    case .rule: isRule = true
    default: break
    }
    let now = desk.now()
    let message = ParentMessage.call(call, now: now, orderCount: desk.orderCount())
    do throws(WorkerEnd) {
      let reply = try withUnsafeMutablePointer(to: &desk) { (desk) throws(WorkerEnd) in
        try exchange(message, desk, limit: limit, asksAtMost: asksAtMost, isRule: isRule)
      }
      return try settle(reply, call.callback, now: now, isRule: isRule)
    } catch {
      return .failed(fail(error, in: call.callback))
    }
  }

  /// Whether the script has something that the call would run.
  private func isWanted(_ call: ScriptCall) -> Bool {
    switch call {
    case .fill, .order, .position, .session, .connection, .error, .stop:
      callbacks.contains(call.callback)
    case .start, .bar, .timer, .rule, .newDay: true
    }
  }

  /// The outcome of a call to a worker that does not run: its failure, which `on_error` and
  /// `on_stop` have no need to repeat.
  private func absent(_ call: ScriptCall) -> CallOutcome {
    switch call {
    case .error, .stop: .completed
    default: .failed((end ?? .closed).failure(in: call.callback))
    }
  }

  private func cancelStaleTimers<Port: DeskPort>(on desk: inout Port) {
    for id in timers.stale.sorted() { _ = desk.cancelTimer(id) }
    timers.forgetStale()
  }

  /// Sends a message that needs no desk, and serves the worker until it answers.
  func exchange(_ message: ParentMessage, limit: Int64) throws(WorkerEnd) -> WorkerMessage? {
    try exchange(
      message, nil as UnsafeMutablePointer<Desk>?, limit: limit, asksAtMost: limits.startAsks,
      isRule: false)
  }

  private func exchange<Port: DeskPort>(
    _ message: ParentMessage, _ desk: UnsafeMutablePointer<Port>?, limit: Int64, asksAtMost: Int,
    isRule: Bool
  ) throws(WorkerEnd) -> WorkerMessage? {
    guard let process else { throw end ?? .closed }
    process.begin(limit: limit)
    writer.reset()
    writer.put(message)
    try process.line.send(writer.bytes)
    return try converse(process, desk, asksAtMost: asksAtMost, isRule: isRule)
  }

  /// Serves the worker's questions until it says something else; nil: the call completed quietly.
  @inline(__always)
  private func converse<Port: DeskPort>(
    _ process: WorkerProcess, _ desk: UnsafeMutablePointer<Port>?, asksAtMost: Int, isRule: Bool
  ) throws(WorkerEnd) -> WorkerMessage? {
    asks = 0
    while true {
      let bytes = try process.line.receive()
      if bytes.count == 1, bytes[0] == WorkerMessage.quiet { return nil }
      let message = try decode(bytes)
      guard case .ask(let ask)? = message else { return message }
      asks += 1
      guard asks <= asksAtMost else { throw .flooded("asked more than \(asksAtMost) times") }
      // A worker that is always quick to ask is never waited for, so the clock is looked at here.
      if asks % 256 == 0 { try process.check(isTalking: true) }
      let answer = try serve(ask, desk, isRule: isRule)
      writer.reset()
      writer.put(ParentMessage.answer(answer, orderCount: desk?.pointee.orderCount() ?? 0))
      try process.line.send(writer.bytes)
    }
  }

  /// Reads a message; nil is the quiet one.
  func decode(_ bytes: UnsafeRawBufferPointer) throws(WorkerEnd) -> WorkerMessage? {
    do throws(MessageFlaw) {
      return try WorkerMessage.decode(bytes)
    } catch {
      throw .garbled(error.text)
    }
  }

  /// Takes the end of a call: hands on what was said, and keeps the state of one that went well.
  func settle(
    _ reply: WorkerMessage?, _ callback: String, now: EventTime?, isRule: Bool
  ) throws(WorkerEnd) -> CallOutcome {
    guard let reply else { return .completed }
    guard case .finished(let report) = reply else {
      throw .garbled("the end of \(callback) was expected")
    }
    try say(report.outputs, at: now)
    switch report.outcome {
    case .failed(let failure): return .failed(OutputGuard.harmless(failure))
    case .decided where !isRule: throw .garbled("\(callback) decides nothing")
    case .completed, .decided:
      if let state = report.state { stateBytes = state }
      return report.outcome
    }
  }

  /// Hands on what the script said.
  func say(_ outputs: [ScriptOutput], at time: EventTime?) throws(WorkerEnd) {
    guard !outputs.isEmpty else { return }
    for output in try outputGuard.admit(outputs, at: time, limits) { script.sink(output, time) }
  }
}
