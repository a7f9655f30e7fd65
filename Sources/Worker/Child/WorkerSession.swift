import CWorker
import Market
import Scripting
import Trading

/// The life of a worker: one script, one message after the other.
final class WorkerSession {
  private let line: MessageLine
  private let desk: RemoteDesk
  private var port: RemotePort
  private var host: ScriptHost<RemotePort>?
  private var writer = MessageWriter()
  private var outputs: [ScriptOutput] = []
  private var sentState: [UInt8] = []

  init(_ line: MessageLine) {
    self.line = line
    desk = RemoteDesk(line)
    port = RemotePort(desk: desk)
  }

  /// Answers messages until the process is ended from outside.
  func run() -> Never {
    do throws(WorkerEnd) {
      try send(.ready(version: WorkerMessage.version))
      while true { try answer(try line.receive()) }
    } catch {
      WorkerProgram.leave(WorkerExit.garbled)
    }
  }

  private func send(_ message: WorkerMessage) throws(WorkerEnd) {
    writer.reset()
    writer.put(message)
    try line.send(writer.bytes)
  }

  private func answer(_ bytes: UnsafeRawBufferPointer) throws(WorkerEnd) {
    if let host, let (tick, sequence, orderCount) = TickRecord.read(bytes) {
      desk.begin(now: tick.time, orderCount: orderCount, tick: (tick, sequence))
      let end = host.run(
        TickRun(taken: sequence), of: CollectionOfOne(tick).span, port: &port)
      return try report(end.outcome, host)
    }
    switch try message(bytes) {
    case .load(let request): try load(request)
    case .bind(let instruments): try bind(instruments)
    case .restore(let state): try restore(state)
    case .call(let call, let now, let orderCount):
      guard let host else { throw .garbled("nothing is loaded") }
      var last: (tick: Tick, sequence: Int64)?
      if case .rule(_, _, _, let tick, let sequence) = call { last = (tick, sequence) }
      desk.begin(now: now, orderCount: orderCount, tick: last)
      try report(host.call(call, port: &port), host)
    case .answer: throw .garbled("nothing was asked")
    }
  }

  private func message(_ bytes: UnsafeRawBufferPointer) throws(WorkerEnd) -> ParentMessage {
    do throws(MessageFlaw) {
      var reader = MessageReader(bytes)
      let message: ParentMessage = try reader.value()
      try reader.finish()
      return message
    } catch {
      throw .garbled(error.text)
    }
  }

  /// Says how a call ended, in one byte when there is nothing else to say.
  @inline(__always)
  private func report(
    _ outcome: CallOutcome, _ host: ScriptHost<RemotePort>
  ) throws(WorkerEnd) {
    let state = host.stateBytes
    if case .completed = outcome, outputs.isEmpty, state == sentState {
      line.room.storeBytes(of: WorkerMessage.quiet, as: UInt8.self)
      return line.sendRoom(count: 1)
    }
    try reportInFull(outcome, state)
  }

  private func reportInFull(_ outcome: CallOutcome, _ state: [UInt8]) throws(WorkerEnd) {
    let report = CallReport(
      outcome: outcome, outputs: outputs, state: state == sentState ? nil : state)
    outputs.removeAll(keepingCapacity: true)
    sentState = state
    try send(.finished(report))
  }

  private func load(_ request: LoadRequest) throws(WorkerEnd) {
    let host: ScriptHost<RemotePort>
    do throws(ScriptLoadProblem) {
      host = try ScriptHost<RemotePort>.load(
        request.source, settings: request.settings, modules: { [desk] in desk.module($0) },
        sink: { [unowned self] output, _ in outputs.add(output) })
    } catch {
      return try send(.refused(error))
    }
    self.host = host
    sentState = host.stateBytes
    let report = LoadReport(
      declaration: host.declaration, parameters: host.parameters,
      appliedOverrides: host.appliedOverrides, callbacks: host.callbacks, rules: host.rules,
      outputs: outputs, state: sentState)
    outputs.removeAll(keepingCapacity: true)
    try send(.loaded(report))
  }

  private func bind(_ instruments: [Instrument]) throws(WorkerEnd) {
    guard let host else { throw .garbled("nothing is loaded") }
    var table = InstrumentTable()
    for instrument in instruments {
      _ = table.intern(
        instrument.symbol, increment: instrument.increment, lot: instrument.lot,
        freeze: instrument.freeze)
    }
    desk.instruments = table.all
    do throws(ScriptFailure) {
      try host.bind(table)
    } catch {
      return try report(.failed(error), host)
    }
    try report(.completed, host)
  }

  private func restore(_ state: [UInt8]) throws(WorkerEnd) {
    guard let host else { throw .garbled("nothing is loaded") }
    do throws(ScriptFailure) {
      try host.restoreState(state)
    } catch {
      return try report(.failed(error), host)
    }
    try report(.completed, host)
  }
}
