import CLuaBridge
package import Market
import Money
package import Trading

/// Rules: what they are given as plain numbers, and what they answer.
extension ScriptHost where Port == Desk {
  /// Whether rules may be asked within a run of ticks.
  package var runsRules: Bool {
    settings.takesShortcuts && loaded.hasTick && !loaded.rules.isEmpty
  }

  /// Asks the rule of an open position what shall become of it at its symbol's last tick.
  ///
  /// - Parameters:
  ///   - instrument: Of what.
  ///   - desk: The desk.
  /// - Returns: How it ended.
  package func decide(_ instrument: InstrumentID, port desk: inout Desk) -> RuleOutcome {
    guard let last = desk.quote(instrument) else { return .keep }
    guard settings.takesShortcuts else {
      guard let rule = desk.rule(of: instrument) else { return .keep }
      let view = desk.position(instrument)
      return .other(decide(rule, view, last.tick, last.sequence, &desk))
    }
    guard var asked = ruleRun(of: instrument, at: &desk) else { return .keep }
    return ask(&asked, last.tick, last.sequence, desk: &desk)
  }

  /// Asks the rule of the position in the symbol of a run's ticks at each of them, and calls `on_tick`, until
  /// one of the two asks for something, fails or, in the case of the rule, changes something.
  ///
  /// - Parameters:
  ///   - run: Which ticks, of one symbol; at least one.
  ///   - ticks: The batch they lie in.
  ///   - desk: The desk; it has taken all ticks that were done when this returns.
  /// - Returns: How many ticks were done, and how the last callback ended.
  package func runAsking(
    _ run: TickRun, of ticks: Span<Tick>, port desk: inout Desk
  ) -> RunEnd {
    let instrument = ticks[run[run.range.lowerBound].place].instrument
    guard var asked = ruleRun(of: instrument, at: &desk) else {
      return self.run(run, of: ticks, port: &desk)
    }
    asked.call.moves = true
    asked.call.watched = Self.code(of: desk.watchedPrice(of: instrument))
    asked.call.context = Unmanaged.passUnretained(self).toOpaque()
    asked.call.keeps = { context, symbol, answer in
      guard let context, let answer else { return false }
      return Unmanaged<ScriptHost<Desk>>.fromOpaque(context)._withUnsafeGuaranteedRef {
        $0.keeps(answer.pointee, of: InstrumentID(index: symbol))
      }
    }
    asked.call.is_quiet = { context in
      guard let context else { return false }
      return Unmanaged<ScriptHost<Desk>>.fromOpaque(context)._withUnsafeGuaranteedRef {
        $0.hasOnlyLooked()
      }
    }
    let (status, count) = asking(&asked) { rule in
      enter(run, of: ticks, asking: rule, port: &desk)
    }
    if asked.has_state { state.isTracked = true }
    let place = instrument.position
    guard !asked.is_pending else {
      return RunEnd(count: count, outcome: .completed, rule: conclude(asked, status, place))
    }
    loaded.rulebook.settle(place)
    guard status == 0, !state.isMentioned else {
      return RunEnd(count: count, outcome: settleTick(status))
    }
    return RunEnd(count: count, outcome: .completed)
  }

  /// What the rule of an open position is asked with, as things stand; nil when it has none.
  @inline(__always)
  private func ruleRun(of instrument: InstrumentID, at desk: inout Desk) -> sauda_rule_run? {
    let place = instrument.position
    let mark = desk.ruleMark(of: instrument)
    if loaded.rulebook[place].mark != mark {
      guard let rule = desk.rule(of: instrument) else { return nil }
      seat(rule, mark: mark, at: place)
    }
    var asked = ruleRun(instrument, trip: desk.trip(of: instrument))
    asked.position = sauda_position(desk.figures(of: instrument), symbol: instrument.index)
    return asked
  }

  private static func code(of price: WatchedPrice) -> Int32 {
    switch price {
    case .last: Int32(SAUDA_WATCHED_LAST)
    case .bid: Int32(SAUDA_WATCHED_BID)
    case .ask: Int32(SAUDA_WATCHED_ASK)
    }
  }

  /// Whether an answer in the middle of a run leaves the position's levels as they are.
  private func keeps(_ answer: sauda_rule_answer, of instrument: InstrumentID) -> Bool {
    guard Int(answer.kind) == SAUDA_LEVELS, Int(answer.target.unit) == SAUDA_UNIT_NONE,
      case .price(.nanos(let nanos))? = level(answer.stop)
    else { return false }
    return door.keepsStop(of: instrument, at: nanos)
  }

  /// Whether a rule in the middle of a run asked for nothing; what follows it is another callback.
  private func hasOnlyLooked() -> Bool {
    door.beginCallback()
    return door.hasOnlyLooked()
  }
}

extension ScriptHost {
  /// Asks a rule by its name about a position that somebody else holds.
  func decide(
    _ rule: ProtectionRequest.Rule, _ view: PositionView, _ tick: Tick, _ sequence: Int64,
    _ desk: inout Port
  ) -> CallOutcome {
    let place = view.instrument.position
    guard place >= 0, Int64(place) < instrumentCount else { return .decided(.keep) }
    if loaded.rulebook.rule(at: place) != rule { seat(rule, mark: -1, at: place) }
    var asked = ruleRun(view.instrument, trip: view.trip.number)
    asked.position = sauda_position(view)
    interpreter.texts.reset()
    var tag = view.trip.tag
    asked.position.text_length = tag.utf8.count
    asked.position.text = tag.withUTF8 { interpreter.texts.copy($0) }
    return ask(&asked, tick, sequence, desk: &desk).call
  }

  fileprivate func seat(_ rule: ProtectionRequest.Rule, mark: Int64, at place: Int) {
    loaded.rulebook.seat(
      rule, mark: mark, at: place, names: loaded.rules, lines: loaded.ruleLines)
  }

  /// What the rule that sits at a symbol's place is asked with, but for the position.
  @inline(__always)
  fileprivate func ruleRun(_ instrument: InstrumentID, trip: Int64) -> sauda_rule_run {
    let seat = loaded.rulebook[instrument.position]
    var asked = sauda_rule_run()
    asked.call.rule = seat.number
    asked.call.symbol = instrument.index
    asked.call.trip = trip
    asked.call.again = seat.reading.again
    if state.isMentioned { asked.call.again &= ~Int32(SAUDA_AGAIN_STATE) }
    asked.call.has_arguments = seat.isNew
    asked.call.entry = PreludeEntry.rule.rawValue
    return asked
  }

  /// Makes a call in which a rule may be asked.
  @inline(__always)
  fileprivate func asking<Result>(
    _ asked: inout sauda_rule_run, _ call: (UnsafeMutablePointer<sauda_rule_run>) -> Result
  ) -> Result {
    let place = Int(asked.call.symbol)
    return withUnsafeMutablePointer(to: &asked) { asked in
      requests.asked = asked
      defer { requests.asked = nil }
      return loaded.rulebook.arguments(at: place).withUnsafeBufferPointer { arguments in
        asked.pointee.call.arguments = arguments.baseAddress
        asked.pointee.call.arguments_length = arguments.count
        return call(asked)
      }
    }
  }

  /// Calls the rule that sits at a symbol's place, at one tick.
  @inline(__always)
  fileprivate func ask(
    _ asked: inout sauda_rule_run, _ tick: Tick, _ sequence: Int64, desk: inout Port
  ) -> RuleOutcome {
    asked.call.is_alone = true
    let (status, _) = asking(&asked) { rule in
      enter(
        TickRun(taken: sequence), of: CollectionOfOne(tick).span, asking: rule, port: &desk)
    }
    return conclude(asked, status, Int(asked.call.symbol))
  }

  /// How the rule ended that was asked last.
  @inline(__always)
  fileprivate func conclude(
    _ asked: sauda_rule_run, _ status: Int32, _ place: Int
  ) -> RuleOutcome {
    guard Int(status) == SAUDA_OK else { return .other(failRule(place)) }
    loaded.rulebook.settle(place)
    return follow(asked.answer, of: place)
  }

  private func callback(of place: Int) -> String {
    "rule:\(loaded.rulebook.name(at: place))"
  }

  private func failRule(_ place: Int) -> CallOutcome {
    let callback = callback(of: place)
    loaded.rulebook.leave()
    return fail(sauda_last_outcome(interpreter.script), callback: callback)
  }

  /// Keeps what the rule has written to its table, and reads what it answered.
  @inline(__always)
  private func follow(_ answer: sauda_rule_answer, of place: Int) -> RuleOutcome {
    if answer.has_state { state.isTracked = true }
    if answer.has_changed { loaded.rulebook.owesState = true }
    if state.isMentioned || (answer.has_state && loaded.rulebook.owesState) {
      loaded.rulebook.owesState = false
      let kept = commit(callback: callback(of: place))
      if case .failed = kept {
        loaded.rulebook.leave()
        return .other(kept)
      }
    }
    if Int(answer.kind) == SAUDA_KEEP { return .keep }
    let source = loaded.rulebook.source(at: place)
    if Int(answer.kind) == SAUDA_LEVELS, Int(answer.target.unit) == SAUDA_UNIT_NONE,
      case .price(.nanos(let nanos))? = level(answer.stop)
    {
      return .stop(nanos: nanos, source: source)
    }
    return .other(.decided(decision(answer, source: source)))
  }

  private func decision(_ answer: sauda_rule_answer, source: String) -> RuleDecision {
    guard Int(answer.kind) == SAUDA_EXIT else {
      return .levels(
        stopLoss: level(answer.stop), takeProfit: level(answer.target), source: source)
    }
    let text = UnsafeBufferPointer(
      start: UnsafeRawPointer(answer.text)?.assumingMemoryBound(to: UInt8.self),
      count: answer.text_length)
    return .exit(text: String(decoding: text, as: UTF8.self), source: source)
  }

  /// A level of an answer; nil when there is none.
  private func level(_ level: sauda_level) -> LevelRequest? {
    guard Int(level.unit) != SAUDA_UNIT_NONE else { return nil }
    guard Int(level.unit) != SAUDA_UNIT_PRICE else {
      return .price(
        level.is_whole ? NumberReading.price(level.integer) : NumberReading.price(level.number))
    }
    switch Self.distance(unit: Int64(level.unit), level.number) {
    case .success(let distance): return .distance(distance)
    case .failure(let flaw): return .price(.invalid(flaw.text))
    }
  }
}
