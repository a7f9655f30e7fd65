import CLuaBridge
package import Market
import Money
package import Trading

/// Rules: what they are given as plain numbers, and what they answer.
extension ScriptHost where Port == Desk {
  /// Asks the rule of an open position what shall become of it at its symbol's last tick.
  ///
  /// - Parameters:
  ///   - instrument: Of what.
  ///   - desk: The desk.
  /// - Returns: How it ended.
  package func decide(_ instrument: InstrumentID, port desk: inout Desk) -> RuleOutcome {
    let place = instrument.position
    guard let last = desk.quote(instrument) else { return .keep }
    guard settings.takesShortcuts else {
      guard let rule = desk.rule(of: instrument) else { return .keep }
      let view = desk.position(instrument)
      return .other(decide(rule, view, last.tick, last.sequence, &desk))
    }
    let mark = desk.ruleMark(of: instrument)
    if loaded.rulebook[place].mark != mark {
      guard let rule = desk.rule(of: instrument) else { return .keep }
      seat(rule, mark: mark, at: place)
    }
    let trip = desk.trip(of: instrument)
    var position = sauda_position(desk.figures(of: instrument), symbol: instrument.index)
    return ask(instrument, trip: trip, &position, last.tick, last.sequence, desk: &desk)
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
    var position = sauda_position(view)
    interpreter.texts.reset()
    var tag = view.trip.tag
    position.text_length = tag.utf8.count
    position.text = tag.withUTF8 { interpreter.texts.copy($0) }
    return ask(view.instrument, trip: view.trip.number, &position, tick, sequence, desk: &desk).call
  }

  fileprivate func seat(_ rule: ProtectionRequest.Rule, mark: Int64, at place: Int) {
    loaded.rulebook.seat(
      rule, mark: mark, at: place, names: loaded.rules, lines: loaded.ruleLines)
  }

  /// Calls the rule that sits at a symbol's place.
  @inline(__always)
  fileprivate func ask(
    _ instrument: InstrumentID, trip: Int64, _ position: inout sauda_position, _ tick: Tick,
    _ sequence: Int64, desk: inout Port
  ) -> RuleOutcome {
    let place = instrument.position
    let seat = loaded.rulebook[place]
    let reading = seat.reading
    var call = sauda_rule_call()
    call.rule = seat.number
    call.symbol = instrument.index
    call.trip = trip
    call.again = reading.again
    if state.isMentioned { call.again &= ~Int32(SAUDA_AGAIN_STATE) }
    call.number = sequence
    call.has_arguments = seat.isNew
    var answer = sauda_rule_answer()
    let status = withUnsafeMutablePointer(to: &desk) { pointer in
      door.open(to: pointer)
      requests.areOfRule = true
      defer {
        door.close()
        requests.areOfRule = false
      }
      return loaded.rulebook.arguments(at: place).withUnsafeBufferPointer { arguments in
        call.arguments = arguments.baseAddress
        call.arguments_length = arguments.count
        return withUnsafePointer(to: &position) { position in
          call.position = position
          return withUnsafePointer(to: tick) { tick in
            call.tick = UnsafeRawPointer(tick).assumingMemoryBound(to: sauda_tick.self)
            return sauda_call_rule(
              interpreter.script, &call, &answer, PreludeEntry.rule.rawValue,
              settings.callbackBudget)
          }
        }
      }
    }
    guard Int(status) == SAUDA_OK else { return .other(failRule(place)) }
    loaded.rulebook.settle(place)
    return follow(answer, of: place)
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
