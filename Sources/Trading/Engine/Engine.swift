public import Market
import Money

/// The deterministic kernel: events in, effects out.
///
/// It owns the desks and the rule set. It knows no clock, no randomness and no input or output; the
/// same events give the same effects, byte for byte.
public struct Engine<Rules: RuleSet & ~Copyable>: ~Copyable {
  /// The desks, one a script, in the order of the command line.
  public internal(set) var desks: [Desk]
  /// Ticks of declared symbols so far.
  public internal(set) var sequence: Int64 = 0
  /// Ticks of symbols that no script declares.
  public internal(set) var ignoredTicks: Int64 = 0
  /// Whether a script has failed.
  public internal(set) var hasFailed = false
  /// The time of the last event.
  public internal(set) var clock = EventTime(nanoseconds: 0)

  /// Desks by symbol: the numbers from `starts[symbol]` up to `starts[symbol + 1]`.
  var starts: [Int] = [0]
  var subscribers: [Int] = []
  /// The first moment at which more than the tick's own desks must be looked at.
  var nextDue = Int64.min
  var dayEnd = Int64.min
  var lastNumber: Int32 = 0
  /// The desks that a due moment is of, kept for its memory.
  var dueDesks: [Int] = []
  /// Whether the first event has come.
  public internal(set) var hasStarted = false
  /// The account's value; followed where there are several desks, for one its own book tells it.
  public internal(set) var tally: AccountTally
  /// The scripts.
  ///
  /// The last property, because of unknown size: what is before it lies at known offsets.
  public var rules: Rules

  /// The first moment at which it has something to do without an event; nil: there is none.
  public var nextMoment: EventTime? {
    hasStarted && nextDue < .max ? EventTime(nanoseconds: nextDue) : nil
  }

  /// An engine over desks and the scripts of the same numbers.
  public init(desks: [Desk], rules: consuming Rules) {
    self.desks = desks
    self.rules = rules
    tally = AccountTally(initial: desks.map(\.ledger.initial))
    for number in desks.indices {
      self.desks[number].script.hearsNews = self.rules.hearsEvents(script: number)
      self.desks[number].script.runsRules = self.rules.runsRules(script: number)
      self.desks[number].book.isTraced = desks.count > 1
    }
    let count = desks.map(\.book.holdings.count).max() ?? 0
    for place in 0..<count {
      for (number, desk) in desks.enumerated()
      where desk.isSubscribed(to: InstrumentID(index: Int32(place))) {
        subscribers.append(number)
      }
      starts.append(subscribers.count)
    }
  }

  /// Processes one tick: whatever is due at or before its time comes first.
  ///
  /// - Parameters:
  ///   - tick: The tick; its instrument was added to the desks. Its time is not before the last's.
  ///   - effects: What is to be carried out is appended here, in order.
  /// - Throws: ``EngineError`` when the session cannot go on; books are as before the tick.
  @inline(__always)
  public mutating func process(_ tick: Tick, into effects: inout [Effect]) throws(EngineError) {
    let place = tick.instrument.position
    guard place >= 0, place < starts.count - 1 else { return ignore() }
    let first = starts[place]
    let end = starts[place + 1]
    guard first < end else { return ignore() }
    if tick.time.nanoseconds >= nextDue {
      passDue(by: tick.time, into: &effects)
      // A dry run ends where a script fails, which was before this tick.
      if endsWithFailure { return }
    }
    sequence += 1
    clock = tick.time
    if end - first > 1 { try takeTogether(tick, first..<end) }
    for subscriber in first..<end {
      let number = subscribers[subscriber]
      desks[number].orders.lastNumber = lastNumber
      if try Self.step(&desks[number], &rules, number, tick, sequence, nextDue) {
        collect(from: number, into: &effects)
      }
      if desks.count > 1 { tally.take(&desks[number].book.moves) }
    }
    if nextDue <= clock.nanoseconds { passDue(by: clock, into: &effects) }
  }

  /// Lets every desk of a symbol take its tick before the first acts, so that the account has one value at it.
  private mutating func takeTogether(_ tick: Tick, _ range: Range<Int>) throws(EngineError) {
    for subscriber in range {
      let number = subscribers[subscriber]
      try desks[number].take(tick, sequence: sequence)
      tally.add(&desks[number].book.moves)
    }
    tally.follow()
  }

  private mutating func ignore() { ignoredTicks += 1 }

  /// Processes ticks up to the first that leaves something to carry out.
  ///
  /// - Parameters:
  ///   - ticks: The ticks, in the order of time.
  ///   - effects: What is to be carried out is appended here, in order.
  /// - Returns: How many were processed: all, or those up to the one that left effects.
  /// - Throws: ``EngineError`` when the session cannot go on.
  public mutating func process(_ ticks: Span<Tick>, into effects: inout [Effect])
    throws(EngineError) -> Int
  {
    var progress = BatchProgress()
    try process(ticks, &progress, into: &effects)
    return progress.done
  }

  /// Goes on with a batch of ticks up to the first that leaves something to carry out, or until so many
  /// decisions were gathered (``gatherDecisions(withFills:)``) that they should be.
  ///
  /// - Parameters:
  ///   - ticks: The batch, in the order of time.
  ///   - progress: How far it has come; a new one for each batch.
  ///   - effects: What is to be carried out is appended here, in order.
  /// - Throws: ``EngineError`` when the session cannot go on.
  public mutating func process(
    _ ticks: Span<Tick>, _ progress: inout BatchProgress, into effects: inout [Effect]
  ) throws(EngineError) {
    var index = progress.done
    var alikeEnd = progress.alikeEnd
    var due = progress.due
    while index < ticks.count, effects.isEmpty, !hasManyDecisions {
      if index >= alikeEnd || due != nextDue {
        due = nextDue
        alikeEnd = self.alikeEnd(of: ticks, from: index)
      }
      let place = ticks[index].instrument.position
      var count = 0
      if index < alikeEnd, let number = onlySubscriber(of: place) {
        count = quietCount(number, place, ticks.extracting(index..<alikeEnd))
        if count > 0 {
          index += try run(ticks.extracting(index..<index + count), number, into: &effects)
        }
      }
      if count == 0 {
        try process(ticks[index], into: &effects)
        index += 1
      }
    }
    progress = BatchProgress(done: index, alikeEnd: alikeEnd, due: due)
  }

  /// The end of the ticks that may be of one run with the first, before which nothing is due and of which
  /// none begins a bar.
  ///
  /// They are of one symbol, or, where there is one script, of any symbols of it.
  private func alikeEnd(of ticks: Span<Tick>, from start: Int) -> Int {
    let instrument = ticks[start].instrument
    // A tick that nobody or more than one listens to begins no run.
    guard let number = onlySubscriber(of: instrument.position) else { return start }
    let due = nextDue
    let isAlone = desks.count == 1
    let beginsBar = desks[number].beginsBar
    return unsafe ticks.withUnsafeBufferPointer { ticks in
      var end = start
      while end < ticks.count {
        let tick = unsafe ticks.baseAddress.unsafelyUnwrapped + end
        guard unsafe tick.pointee.time.nanoseconds < due else { break }
        let other = unsafe tick.pointee.instrument
        if other != instrument {
          guard isAlone, onlySubscriber(of: other.position) != nil else { break }
        }
        // A bar that begins sets the moment at which it ends.
        if let beginsBar, other.position < beginsBar.count, beginsBar[other.position],
          desks[number].agenda.isOpen(other.position)
        {
          break
        }
        end += 1
      }
      return end
    }
  }

  /// Whether the decisions gathered should be handed on; only a lone script's are gathered.
  private var hasManyDecisions: Bool { desks.count == 1 && desks[0].hasManyDecisions }

  /// How many of the first ticks need nothing of the desk; the first is of this symbol.
  private mutating func quietCount(_ number: Int, _ place: Int, _ ticks: Span<Tick>) -> Int {
    if desks.count > 1 {
      return desks[number].isCalm(place)
        ? ticks.count : desks[number].quietCount(of: ticks, only: place)
    }
    if desks[number].isCalm() { return ticks.count }
    return desks[number].quietCount(
      of: ticks, only: desks[number].book.declared.count == 1 ? place : nil)
  }

  /// The desk whose script is the only one with a symbol; nil when it is not alone.
  private func onlySubscriber(of place: Int) -> Int? {
    guard place >= 0, place < starts.count - 1, starts[place] + 1 == starts[place + 1] else {
      return nil
    }
    return subscribers[starts[place]]
  }

  /// Lets the script have calm ticks, and carries out what the last of them asked for.
  private mutating func run(_ ticks: Span<Tick>, _ number: Int, into effects: inout [Effect])
    throws(EngineError) -> Int
  {
    desks[number].orders.lastNumber = lastNumber
    desks[number].ticks.runDue = nextDue
    var run = TickRun(stretch: ticks.count, from: sequence + 1)
    run.asksRule = desks[number].asksRule(ticks[0].instrument.position)
    let end = rules.run(run, of: ticks, script: number, desk: &desks[number])
    if let error = desks[number].ticks.error {
      // What its callback and those behind it asked for has not been, as if each tick had come alone.
      desks[number].forgetCallback()
      clock = ticks[Int(desks[number].sequence - sequence) - 1].time
      sequence = desks[number].sequence
      desks[number].pass(to: clock, sequence: sequence)
      throw error
    }
    desks[number].ticks.watch.learn(end.count, of: ticks.count)
    sequence += Int64(end.count)
    clock = ticks[end.count - 1].time
    if let rule = end.rule {
      Self.finish(rule, &desks[number], &rules, number, ticks[end.count - 1], nextDue)
      collect(from: number, into: &effects)
    } else if Self.follow(end.outcome, &desks[number], &rules, number, nextDue) {
      collect(from: number, into: &effects)
    }
    if desks.count > 1 { tally.take(&desks[number].book.moves) }
    if nextDue <= clock.nanoseconds { passDue(by: clock, into: &effects) }
    return end.count
  }

  /// One tick of one desk: resting orders, protection, rules, `on_tick`; whether something came of it.
  @inline(__always)
  static func step(
    _ desk: inout Desk, _ rules: inout Rules, _ number: Int, _ tick: Tick, _ sequence: Int64,
    _ nextDue: Int64
  ) throws(EngineError) -> Bool {
    // Where several desks have a symbol, all have taken its tick before the first acts.
    if desk.book.holdings[tick.instrument.position].sequence != sequence {
      try desk.take(tick, sequence: sequence)
    } else {
      desk.pass(to: tick.time, sequence: sequence)
    }
    if desk.agenda.isOpen(tick.instrument.position) {
      if desk.agenda.bars != nil { desk.agenda.add(tick) }
      if desk.needsAttention(tick.instrument.position) || desk.book.day.isLossCheckDue {
        attend(&desk, &rules, number, tick)
      }
    }
    guard desk.isScriptRunning else { return true }
    let end = rules.run(
      TickRun(taken: sequence), of: CollectionOfOne(tick).span, script: number, desk: &desk)
    return follow(end.outcome, &desk, &rules, number, nextDue)
  }

  /// What a position or a working order asks of a tick of its symbol: exits that are owed and orders that
  /// have waited for it come before everything else.
  private static func attend(
    _ desk: inout Desk, _ rules: inout Rules, _ number: Int, _ tick: Tick
  ) {
    let place = tick.instrument.position
    if desk.owed.isOwed(place) { desk.payOwed(place) }
    if desk.orders.loads[place].working > 0 {
      desk.sendWaiting(of: tick.instrument)
      desk.lookAtWorkingOrders(of: tick.instrument)
      deliver(&desk, &rules, number)
    }
    if desk.book.holdings[place].position.isOpen {
      desk.lookAtProtection(of: tick.instrument)
    }
    desk.lookAtLossLimit()
    deliver(&desk, &rules, number)
    consult(&desk, &rules, number, tick.instrument)
  }

  /// Carries out what a callback asked for, and tells the script what came of it.
  static func conclude(
    _ outcome: CallOutcome, of callback: @autoclosure () -> String, _ desk: inout Desk,
    _ rules: inout Rules, _ number: Int, rule place: Int? = nil
  ) {
    switch desk.script.judged(outcome, in: callback()) {
    case .completed:
      desk.commit()
    case .decided(let decision):
      desk.commit()
      if let place { desk.follow(decision, at: place) }
    case .failed(let failure):
      fail(failure, &desk, &rules, number)
    }
    deliver(&desk, &rules, number)
  }

  /// Rolls a failed callback back; where the session goes on, the script is told at once.
  private static func fail(
    _ failure: ScriptFailure, _ desk: inout Desk, _ rules: inout Rules, _ number: Int
  ) {
    desk.fail(failure)
    guard desk.settings.outlivesScript else { return }
    tell(failure, &desk, &rules, number)
    desk.followErrorPolicy(after: failure)
  }

  /// Calls `on_error`, which cannot trade.
  private static func tell(
    _ failure: ScriptFailure, _ desk: inout Desk, _ rules: inout Rules, _ number: Int
  ) {
    let phase = desk.allowance.phase
    desk.allowance.phase = .closed
    _ = rules.call(.error(failure), script: number, desk: &desk)
    desk.dropStaged()
    desk.allowance.phase = phase
  }

  /// Delivers events until none is left; each delivery is a callback of its own.
  static func deliver(_ desk: inout Desk, _ rules: inout Rules, _ number: Int) {
    var delivered = 0
    while delivered < desk.script.news.count {
      guard desk.isScriptRunning else { break }
      let call = desk.script.news[delivered].call
      delivered += 1
      let outcome = rules.call(call, script: number, desk: &desk)
      switch desk.script.judged(outcome, in: call.callback) {
      case .failed(let failure): fail(failure, &desk, &rules, number)
      default: desk.commit()
      }
    }
    if !desk.script.news.isEmpty { desk.script.news.removeAll(keepingCapacity: true) }
  }

  @inline(__always)
  mutating func collect(from number: Int, into effects: inout [Effect]) {
    lastNumber = desks[number].orders.lastNumber
    if desks[number].agenda.nextDue < nextDue { nextDue = desks[number].agenda.nextDue }
    guard !desks[number].outbox.effects.isEmpty else { return }
    if desks[number].failure != nil { hasFailed = true }
    if effects.isEmpty {
      swap(&effects, &desks[number].outbox.effects)
    } else {
      effects.append(contentsOf: desks[number].outbox.effects)
      desks[number].outbox.effects.removeAll(keepingCapacity: true)
    }
  }

  /// Begins the session at the time of the first event: `on_start` of every script, then `on_session` for
  /// the phases it begins in.
  public mutating func start(
    at time: EventTime, mode: SessionMode, isResumed: Bool = false, into effects: inout [Effect]
  ) {
    guard !hasStarted else { return }
    hasStarted = true
    clock = time
    dayEnd = IndianTime(day: IndianTime(time).day + 1, secondOfDay: 0).eventTime.nanoseconds
    for number in desks.indices {
      let begun = desks[number].beginTime(at: time)
      let call = ScriptCall.start(
        mode: mode, isResumed: isResumed, openPositions: desks[number].openInstruments)
      let outcome = rules.call(call, script: number, desk: &desks[number])
      Self.conclude(outcome, of: call.callback, &desks[number], &rules, number)
      desks[number].allowance.phase = .open
      lend(number)
      for change in begun { tell(change, to: number) }
      collect(from: number, into: &effects)
    }
    findNextDue()
  }

  /// Ends the session: `on_error` of scripts that failed, then `on_stop` of every script.
  public mutating func stop(reason: String, into effects: inout [Effect]) {
    tally.endDay(ticks: sequence)
    for number in desks.indices {
      desks[number].orders.lastNumber = lastNumber
      desks[number].allowance.phase = .closed
      desks[number].endDay()
      let failure = desks[number].failure
      if let failure, !desks[number].settings.outlivesScript {
        Self.tell(failure, &desks[number], &rules, number)
      }
      let call = ScriptCall.stop(reason: failure == nil ? reason : "error")
      if case .failed(let second) = rules.call(call, script: number, desk: &desks[number]) {
        desks[number].fail(second)
      } else if failure == nil {
        desks[number].commit()
      }
      desks[number].dropStaged()
      collect(from: number, into: &effects)
    }
  }
}
