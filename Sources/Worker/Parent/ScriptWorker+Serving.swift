import Market
import Scripting
import Trading

extension ScriptWorker {
  /// Modules that a worker may ask for: a hundred for each time the host tries a load.
  private static let modulesAtMost = 400

  /// Answers a question, at the real desk; what the desk refuses, the worker is told.
  ///
  /// - Throws: ``WorkerEnd/garbled(_:)`` for what an honest host would not ask.
  func serve<Port: DeskPort>(
    _ ask: DeskAsk, _ desk: UnsafeMutablePointer<Port>?, isRule: Bool
  ) throws(WorkerEnd) -> DeskAnswer {
    if case .module(let name) = ask { return .module(try module(name)) }
    guard let desk else { throw .garbled("the desk is asked while the script loads") }
    switch ask {
    case .place(let request):
      guard !isRule else { throw .garbled("a rule places an order") }
      return .ticket(desk.pointee.place(request))
    case .cancel(let order, let source):
      return .denial(desk.pointee.cancel(order: order, source: source))
    case .modify(let order, let price, let trigger, let quantity):
      return .denial(
        desk.pointee.modify(order: order, price: price, trigger: trigger, quantity: quantity))
    case .protect(let instrument, let request):
      return .verdict(desk.pointee.protect(instrument, request))
    case .unprotect(let instrument):
      desk.pointee.unprotect(instrument)
      return .done
    case .position(let instrument): return .position(desk.pointee.position(instrument))
    case .account: return .account(desk.pointee.account())
    case .quote(let instrument):
      guard let quote = desk.pointee.quote(instrument) else { return .noQuote }
      return .quote(quote.tick, sequence: quote.sequence)
    case .orders(let first, let count): return .orders(orders(first, count, desk))
    case .listed(let index): return .listed(desk.pointee.listedOrder(from: index))
    case .pending(let instrument):
      return .pending(desk.pointee.pendingEntryQuantity(instrument))
    case .phase(let instrument): return .phase(desk.pointee.phase(of: instrument))
    case .setTimer(let schedule): return .timer(setTimer(schedule, desk))
    case .cancelTimer(let id):
      timers.cancel(id)
      return .timerCancelled(desk.pointee.cancelTimer(id))
    case .module: throw .garbled("a question")
    }
  }

  private func module(_ name: String) throws(WorkerEnd) -> ModuleText {
    modulesAsked += 1
    guard modulesAsked <= Self.modulesAtMost else {
      throw .flooded("asked for more than \(Self.modulesAtMost) modules")
    }
    // The name becomes a path, so it is checked where files are read.
    guard ModuleName.isValid(name.utf8) else { throw .garbled("a module's name") }
    return script.modules(name)
  }

  private func orders<Port: DeskPort>(
    _ first: Int, _ count: Int, _ desk: UnsafeMutablePointer<Port>
  ) -> [OrderView] {
    let end = min(desk.pointee.orderCount(), first + count)
    guard first < end else { return [] }
    return (first..<end).compactMap { desk.pointee.order(at: $0) }
  }

  private func setTimer<Port: DeskPort>(
    _ schedule: TimerSchedule, _ desk: UnsafeMutablePointer<Port>
  ) -> Int32? {
    guard let id = desk.pointee.setTimer(schedule) else { return nil }
    if case .after = schedule {
      timers.set(id, firesOnce: true)
    } else {
      timers.set(id, firesOnce: false)
    }
    return id
  }
}

/// Holds what a worker says to the script host's own bounds, and to one printable line.
struct OutputGuard {
  private var second: Int64 = .min
  private var lines = 0

  /// The outputs, made harmless.
  ///
  /// - Throws: ``WorkerEnd/flooded(_:)`` when there are more than an honest host lets through.
  mutating func admit(
    _ outputs: [ScriptOutput], at time: EventTime?, _ limits: WorkerLimits
  ) throws(WorkerEnd) -> [ScriptOutput] {
    guard outputs.count <= limits.outputs else {
      throw .flooded("said \(outputs.count) things")
    }
    let now = time.map { $0.nanoseconds / EventTime.nanosecondsPerSecond } ?? .min
    if now != second {
      second = now
      lines = 0
    }
    lines += outputs.count { if case .line = $0 { true } else { false } }
    guard lines <= limits.lines else { throw .flooded("wrote \(lines) lines a second") }
    return outputs.map(Self.harmless)
  }

  private static func harmless(_ output: ScriptOutput) -> ScriptOutput {
    switch output {
    case .line(let level, let text):
      .line(level, Printable.line(text, sizeAtMost: MessageLimits.output))
    case .plot(let name, let value):
      .plot(name: Printable.line(name, sizeAtMost: MessageLimits.line), value: value)
    case .mark(let text): .mark(Printable.line(text, sizeAtMost: MessageLimits.line))
    case .dropped: output
    }
  }

  /// A failure as a worker tells it, made harmless: a worker that can tell it has not crashed.
  static func harmless(_ failure: ScriptFailure) -> ScriptFailure {
    ScriptFailure(
      kind: failure.kind == .crash ? .error : failure.kind,
      callback: Printable.line(failure.callback, sizeAtMost: MessageLimits.word),
      message: Printable.line(failure.message, sizeAtMost: MessageLimits.sentence),
      source: Printable.line(failure.source, sizeAtMost: MessageLimits.line),
      traceback: failure.traceback.split(separator: "\n", omittingEmptySubsequences: false)
        .map { Printable.line(String($0), sizeAtMost: MessageLimits.line) }
        .joined(separator: "\n"))
  }
}
