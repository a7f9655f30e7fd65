import CLuaBridge
package import Market
package import Trading

extension ScriptHost {
  /// Loads a script: runs its top level and learns what it declares.
  ///
  /// - Parameters:
  ///   - source: The text.
  ///   - settings: Limits, seed and parameters.
  ///   - modules: Gives the text of required modules; asked at load and later.
  ///   - sink: Takes what the script says, from the load on.
  /// - Returns: The loaded script; ``bind(_:)`` comes next.
  /// - Throws: Why it does not load.
  package static func load(
    _ source: ScriptSource, settings: ScriptSettings, modules: @escaping Modules,
    sink: @escaping Sink
  ) throws(ScriptLoadProblem) -> ScriptHost<Port> {
    try loadAny(source, settings: settings, modules: modules, sink: sink)
  }

  /// Loads a script for a port of any kind.
  static func loadAny(
    _ source: ScriptSource, settings: ScriptSettings, modules: @escaping Modules,
    sink: @escaping Sink
  ) throws(ScriptLoadProblem) -> ScriptHost<Port> {
    guard source.text.count <= ScriptSource.sizeAtMost else {
      throw .refused(
        ScriptFailure(
          kind: .error, callback: "load",
          message:
            "expected at most \(ScriptSource.sizeAtMost) bytes, was \(source.text.count)",
          source: source.fileName))
    }
    let reading = ScriptReading(source.text)
    let quick = settings.takesShortcuts ? reading.outline.flatMap { TickRewriting($0) } : nil
    if let quick {
      let spoken = LoadOutput(sink)
      do throws(ScriptLoadProblem) {
        let host = try loadOnce(
          source, reading, quick, settings: settings, modules: modules, output: spoken)
        spoken.open()
        return host
      } catch {
        // What the rewritten text cannot do (it may have too many locals) the text itself may; but a
        // budget is spent only once.
        guard case .refused(let failure) = error, failure.kind == .error else {
          spoken.open()
          throw error
        }
      }
    }
    let spoken = LoadOutput(sink)
    defer { spoken.open() }
    return try loadOnce(source, reading, nil, settings: settings, modules: modules, output: spoken)
  }

  /// Loads, and loads again when a parameter for a named strategy came before its name.
  private static func loadOnce(
    _ source: ScriptSource, _ reading: ScriptReading, _ quick: TickRewriting?,
    settings: ScriptSettings, modules: @escaping Modules, output: LoadOutput
  ) throws(ScriptLoadProblem) -> ScriptHost<Port> {
    func attempt(knownName: String?) throws(ScriptLoadProblem) -> ScriptHost<Port> {
      let host = ScriptHost(
        fileName: source.fileName, settings: settings, knownName: knownName, modules: modules,
        sink: output.take)
      try host.open(source, reading, quick)
      return host
    }
    let host = try attempt(knownName: nil)
    let name = host.declaration.name
    let isNamed = settings.overrides.contains { $0.strategy == name }
    guard isNamed, host.loading.parameters.cameBeforeName else { return host }
    output.forget()
    return try attempt(knownName: name)
  }

  /// Gives a rewritten script the functions that its text names.
  private func offer(_ quick: TickRewriting) throws(ScriptLoadProblem) {
    let names =
      quick.facts.map { ($0.name, $0.rawValue) } + quick.statements.map { ($0.name, $0.rawValue) }
    for (name, meaning) in names {
      let offer = interpreter.call(
        .offer, budget: settings.startBudget,
        write: {
          $0.append(name)
          $0.append(meaning)
        }, read: { _ in })
      try check(offer.outcome)
    }
  }

  private func open(
    _ source: ScriptSource, _ reading: ScriptReading, _ quick: TickRewriting?
  ) throws(ScriptLoadProblem) {
    guard interpreter.script != nil else { throw .noMemory }
    let prelude = Prelude.text
    var outcome = prelude.withUnsafeBufferPointer {
      sauda_load_prelude(
        interpreter.script, UnsafeRawPointer($0.baseAddress)?.assumingMemoryBound(to: CChar.self),
        $0.count, "sauda")
    }
    try check(outcome)
    if let quick { try offer(quick) }
    noteState(in: reading.source)
    if settings.takesShortcuts { loaded.rulebook.outline = reading.outline }
    outcome = (quick?.text ?? source.text).withUnsafeBufferPointer {
      sauda_load_script(
        interpreter.script, UnsafeRawPointer($0.baseAddress)?.assumingMemoryBound(to: CChar.self),
        $0.count, fileName, settings.startBudget)
    }
    try check(outcome)
    let end = interpreter.call(.finish, budget: settings.startBudget, write: { _ in }) { values in
      (0..<values.count).compactMap { values.text($0) }
    }
    try check(end.outcome)
    let found = end.result ?? []
    loaded.callbacks = stride(from: 0, to: found.count, by: 2).map { found[$0] }
    for place in stride(from: 1, to: found.count, by: 2) {
      loaded.callbackLines[found[place - 1]] = found[place]
    }
    loaded.parameters = loading.parameters.parameters
    loaded.appliedOverrides = loading.parameters.applied
    loaded.hasTick = callbacks.contains("on_tick")
    loaded.mayRunAhead = declaration.bars.isEmpty && RunningAhead.isHarmless(reading.outline)
    loading.isUnderWay = false
    loaded.rulebook.outline = nil
    if let quick, loaded.hasTick {
      let isTaken = quick.fields.map(\.rawValue).withUnsafeBufferPointer {
        sauda_set_tick_mode(
          interpreter.script, Int32(SAUDA_TICK_POSITIONAL), $0.baseAddress,
          Int32(truncatingIfNeeded: $0.count))
      }
      var name = quick.name
      let isNamed = name.withUTF8 { name in
        name.withMemoryRebound(to: CChar.self) {
          sauda_set_tick_name(interpreter.script, $0.baseAddress, $0.count)
        }
      }
      guard isTaken, isNamed else { throw .noMemory }
      loaded.tickUsage = .positional(quick.fields)
    } else if settings.takesShortcuts, loaded.hasTick,
      reading.outline.map(TickSharing.isSafe) == true
    {
      guard sauda_set_tick_mode(interpreter.script, Int32(SAUDA_TICK_SHARED), nil, 0) else {
        throw .noMemory
      }
      loaded.tickUsage = .shared
    }
    if var failure = takeSnapshot(callback: "load") {
      failure.source = fileName
      throw .refused(failure)
    }
  }

  /// Refuses the script when a step of its load failed, or a parameter did not fit.
  private func check(_ outcome: sauda_outcome) throws(ScriptLoadProblem) {
    if let problem = loading.parameters.problem { throw .parameter(problem) }
    guard Int(outcome.status) != SAUDA_OK else { return }
    var failure = interpreter.failure(outcome, callback: "load")
    if failure.source.isEmpty { failure.source = fileName }
    throw .refused(failure)
  }

  /// Learns the ids of the declared symbols; called once, before the first call.
  ///
  /// - Parameter instruments: The instruments of the session, with all declared symbols among them.
  /// - Throws: A failure when a symbol is missing or memory runs out.
  package func bind(_ instruments: InstrumentTable) throws(ScriptFailure) {
    instrumentCount = Int64(instruments.count)
    guard setSymbols(instruments.all.map(\.symbol)) else {
      throw ScriptFailure(
        kind: .memory, callback: "load", message: "no memory for the session's symbols",
        source: fileName)
    }
    for (position, symbol) in declaration.symbols.enumerated() {
      guard let id = instruments.id(of: symbol) else {
        throw ScriptFailure(
          kind: .error, callback: "load", message: "the session does not know \(symbol)",
          source: fileName)
      }
      store.bind(id, position: position)
      let end = interpreter.call(
        .bind, budget: settings.startBudget,
        write: {
          $0.append(symbol)
          $0.append(Int64(id.index))
        }, read: { _ in })
      guard Int(end.outcome.status) == SAUDA_OK else {
        throw interpreter.failure(end.outcome, callback: "load")
      }
    }
  }

  private func setSymbols(_ symbols: [String]) -> Bool {
    let arena = TextArena()
    var names: [UnsafePointer<CChar>?] = []
    var lengths: [Int] = []
    for symbol in symbols {
      var symbol = symbol
      names.append(symbol.withUTF8 { arena.copy($0) })
      lengths.append(symbol.utf8.count)
    }
    return withExtendedLifetime(arena) {
      sauda_set_symbols(
        interpreter.script, names, lengths, Int32(truncatingIfNeeded: symbols.count))
    }
  }
}

extension ScriptHost where Port == Desk {
  /// Loads a script that runs beside the engine.
  ///
  /// The same as for any port; but here, in this module and for this type, the compiler makes code
  /// that reaches into the desk directly, and the answers to Lua are several times faster.
  ///
  /// - Parameters:
  ///   - source: The text.
  ///   - settings: Limits, seed and parameters.
  ///   - modules: Gives the text of required modules; asked at load and later.
  ///   - sink: Takes what the script says, from the load on.
  /// - Returns: The loaded script; ``bind(_:)`` comes next.
  /// - Throws: Why it does not load.
  package static func load(
    _ source: ScriptSource, settings: ScriptSettings, modules: @escaping Modules,
    sink: @escaping Sink
  ) throws(ScriptLoadProblem) -> ScriptHost<Desk> {
    try loadAny(source, settings: settings, modules: modules, sink: sink)
  }
}

/// Holds back what a script says while it loads until it is known which load counts.
package final class LoadOutput {
  private let sink: (ScriptOutput, EventTime?) -> Void
  private var held: [ScriptOutput]? = []

  /// Nothing was said yet.
  ///
  /// - Parameter sink: Takes what is said, once it is open.
  package init(_ sink: @escaping (ScriptOutput, EventTime?) -> Void) { self.sink = sink }

  /// Takes an output: keeps it while closed, hands it on once open.
  package func take(_ output: ScriptOutput, _ time: EventTime?) {
    // While a script loads there is no time yet.
    if held == nil { sink(output, time) } else { held?.add(output) }
  }

  /// Drops what was kept.
  func forget() { held = [] }

  /// Hands on what was kept and all that follows.
  package func open() {
    let outputs = held ?? []
    held = nil
    for output in outputs { sink(output, nil) }
  }
}

/// What a script has declared while it loads.
struct ScriptLoading {
  /// The strategy's name, when an earlier attempt has learned it.
  let knownName: String?
  var isUnderWay = true
  var declaration = DeclarationReading()
  var parameters: ParameterDeclarations

  init(knownName: String?, overrides: [ParameterOverride]) {
    self.knownName = knownName
    parameters = ParameterDeclarations(overrides: overrides)
  }
}
