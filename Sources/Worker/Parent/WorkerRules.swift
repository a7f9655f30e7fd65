package import Market
package import Trading

/// The scripts of a live session as the engine calls them, each in a process of its own.
package struct WorkerRules: RuleSet, ~Copyable {
  /// The scripts, in the order of the command line; a desk beyond them is dealt at by hand alone.
  package private(set) var workers: [ScriptWorker]
  private var lost: [(call: LostCall, tables: [UInt8])] = []
  private var calls: [Int]

  /// A rule set of loaded and bound scripts.
  package init(_ workers: [ScriptWorker]) {
    self.workers = workers
    calls = Array(repeating: 0, count: workers.count)
  }

  deinit {
    for worker in workers { worker.close() }
  }

  /// Calls `on_tick` of a script for the first tick of a run: the worker is asked tick by tick.
  package mutating func run(
    _ run: TickRun, of ticks: Span<Tick>, script: Int, desk: inout Desk
  ) -> RunEnd {
    run.first(of: ticks, at: &desk) { tick, number, desk in
      guard script < workers.count else { return .completed }
      return noted(workers[script].tick(tick, sequence: number, port: &desk), script, &desk)
    }
  }

  /// Calls another callback of a script.
  package mutating func call(_ call: ScriptCall, script: Int, desk: inout Desk) -> CallOutcome {
    guard script < workers.count else { return .completed }
    return noted(workers[script].call(call, port: &desk), script, &desk)
  }

  /// Puts a worker in the place of a script's former one, which is ended.
  ///
  /// - Parameters:
  ///   - worker: The worker, loaded and bound.
  ///   - script: The script.
  package mutating func install(_ worker: ScriptWorker, of script: Int) {
    workers[script].close()
    workers[script] = worker
  }

  /// Whether a script is told of fills, orders and positions.
  package func hearsEvents(script: Int) -> Bool {
    guard script < workers.count else { return false }
    return workers[script].callbacks.contains { Self.eventCallbacks.contains($0) }
  }

  /// What a script keeps, as its worker reported it last.
  package func tables(script: Int) -> [UInt8] {
    script < workers.count ? workers[script].stateBytes : []
  }

  /// Gives a script that has just been loaded what it kept.
  ///
  /// - Throws: Why the bytes are not such tables, or that the worker failed.
  package mutating func restore(_ tables: [UInt8], script: Int) throws(ScriptFailure) {
    guard script < workers.count else { return }
    try workers[script].restoreState(tables)
  }

  private static let eventCallbacks = ["on_order", "on_fill", "on_position"]

  /// Begins an event: no call of it has been made or lost.
  package mutating func beginEvent() {
    for script in calls.indices { calls[script] = 0 }
    if !lost.isEmpty { lost.removeAll(keepingCapacity: true) }
  }

  /// Calls of the event under way that failed for reasons that a replay cannot know, each with what is
  /// carried out of it and what the script keeps by now.
  package var lostCalls: [LostCall] {
    lost.map { call, tables in
      var call = call
      let now = workers[call.script].stateBytes
      if now != tables { call.tables = now }
      return call
    }
  }

  /// Counts a call, and remembers one that was lost: what a script's own text does wrong, a replay finds
  /// out by itself.
  private mutating func noted(
    _ outcome: CallOutcome, _ script: Int, _ desk: inout Desk
  ) -> CallOutcome {
    let number = calls[script]
    calls[script] += 1
    guard case .failed(let failure) = outcome else { return outcome }
    let isGone = workers[script].end != nil
    if isGone || failure.kind == .time || failure.kind == .crash {
      let call = LostCall(
        script: script, call: number, failure: failure, isGone: isGone, exits: desk.stagedExits)
      lost.append((call, workers[script].stateBytes))
    }
    return outcome
  }
}
