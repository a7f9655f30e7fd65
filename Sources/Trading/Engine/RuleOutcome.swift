public import Market

/// How the call of a rule ended.
///
/// What rules answer at nearly every tick has cases of its own, which need no memory.
public enum RuleOutcome: Sendable {
  /// Nothing shall change.
  case keep
  /// A stop in thousand-millionths of a rupee, above zero, set in a line of the script.
  case stop(nanos: Int64, source: String)
  /// Anything else.
  case other(CallOutcome)

  /// The same as the outcome of any call.
  public var call: CallOutcome {
    switch self {
    case .keep: .decided(.keep)
    case .stop(let nanos, let source):
      .decided(.levels(stopLoss: .price(.nanos(nanos)), takeProfit: nil, source: source))
    case .other(let outcome): outcome
    }
  }
}

extension RuleSet where Self: ~Copyable {
  /// Asks the rule as any other callback is called.
  public mutating func decide(
    _ instrument: InstrumentID, script: Int, desk: inout Desk
  ) -> RuleOutcome {
    guard let call = desk.ruleCall(of: instrument) else { return .keep }
    return .other(self.call(call, script: script, desk: &desk))
  }
}

extension Engine where Rules: ~Copyable {
  /// Lets the rule of a position decide, once its protection has been looked at, and carries that out.
  static func consult(
    _ desk: inout Desk, _ rules: inout Rules, _ number: Int, _ instrument: InstrumentID
  ) {
    let place = instrument.position
    guard desk.isScriptRunning, desk.isRuled(place) else { return }
    let outcome = rules.decide(instrument, script: number, desk: &desk)
    carryOut(outcome, &desk, &rules, number, place)
  }

  /// Carries out what the rule of a position answered.
  private static func carryOut(
    _ outcome: RuleOutcome, _ desk: inout Desk, _ rules: inout Rules, _ number: Int, _ place: Int
  ) {
    // A rule that asked for nothing leaves nothing to commit and nothing to tell.
    if desk.isQuiet, !desk.script.hasTooManyRequests {
      switch outcome {
      case .keep: return
      case .stop(let nanos, _) where !desk.mayTighten(place, to: nanos): return
      default: break
      }
    }
    let callback = desk.ruleCallback(place)
    conclude(outcome.call, of: callback, &desk, &rules, number, rule: place)
  }

  /// Goes on with the last tick of a run, at which a rule has answered: carries that out, and calls `on_tick`.
  static func finish(
    _ rule: RuleOutcome, _ desk: inout Desk, _ rules: inout Rules, _ number: Int, _ tick: Tick,
    _ nextDue: Int64
  ) {
    carryOut(rule, &desk, &rules, number, tick.instrument.position)
    guard desk.isScriptRunning else { return }
    let end = rules.run(
      TickRun(taken: desk.sequence), of: CollectionOfOne(tick).span, script: number, desk: &desk)
    _ = follow(end.outcome, &desk, &rules, number, nextDue)
  }
}
