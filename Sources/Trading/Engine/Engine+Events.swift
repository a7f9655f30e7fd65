public import Market
import Money

/// Events besides ticks: the clock, the connection, requests by hand, the exchange outside, commands.
extension Engine where Rules: ~Copyable {
  /// Whether any desk declares an instrument.
  public func listens(to instrument: InstrumentID) -> Bool {
    let place = instrument.position
    return place >= 0 && place < starts.count - 1 && starts[place] < starts[place + 1]
  }

  /// Lets an event act.
  ///
  /// - Parameters:
  ///   - event: The event.
  ///   - effects: What is to be carried out is appended here, in order.
  /// - Returns: The gate's answer to a request; nil for every other event.
  /// - Throws: ``EngineError`` for a tick after which the session cannot go on; books are as before it.
  @discardableResult
  public mutating func process(_ event: Event, into effects: inout [Effect])
    throws(EngineError) -> OrderTicket?
  {
    switch event {
    case .tick(let tick): try process(tick, into: &effects)
    case .clock(let time): pass(to: time, into: &effects)
    case .gap(let start, let time): passGap(from: start, to: time, into: &effects)
    case .connection(let state, let trouble, let time):
      connectionChanged(to: state, trouble: trouble, at: time, into: &effects)
    case .request(let request, let desk, let time):
      return trade(request, desk: desk, at: time, into: &effects)
    case .order(let update, let desk, let time):
      take(update, desk: desk, at: time, into: &effects)
    case .command(let command, let time): obey(command, at: time, into: &effects)
    case .clockSet(let time): doubtClock(at: time, into: &effects)
    case .trouble(let time): denyEntries(at: time, into: &effects)
    }
    return nil
  }

  /// Lets time pass without a tick: what is due happens, and nothing else.
  ///
  /// - Parameters:
  ///   - time: The time; one before the last event's counts as that.
  ///   - effects: What is to be carried out is appended here, in order.
  mutating func pass(to time: EventTime, into effects: inout [Effect]) {
    if time.nanoseconds >= nextDue { passDue(by: time, into: &effects) }
    clock = max(clock, time)
  }

  /// Lets time pass in which nobody was there: what fell due in it trades nothing.
  ///
  /// Timers are missed, bars closed, exits by time owed; until its next tick no symbol has a quote.
  ///
  /// - Parameters:
  ///   - start: When the gap began.
  ///   - time: When it ended.
  ///   - effects: What is to be carried out is appended here, in order.
  mutating func passGap(
    from start: EventTime, to time: EventTime, into effects: inout [Effect]
  ) {
    pass(to: min(start, time), into: &effects)
    for number in desks.indices {
      desks[number].book.interrupt(.absence)
      missTimers(number, time)
      desks[number].agenda.refresh()
      lend(number)
      collect(from: number, into: &effects)
    }
    findNextDue()
    passDue(by: time, .absent, into: &effects)
    clock = max(clock, time)
  }

  /// Tells the scripts about the feed's connection.
  ///
  /// - Parameters:
  ///   - state: The word `on_connection` is given.
  ///   - trouble: Why prices are not to be trusted until it changes again; nil when they are.
  ///   - time: When.
  ///   - effects: What is to be carried out is appended here, in order.
  mutating func connectionChanged(
    to state: String, trouble: FeedTrouble?, at time: EventTime, into effects: inout [Effect]
  ) {
    pass(to: time, into: &effects)
    for number in desks.indices {
      desks[number].allowance.feedTrouble = trouble
      if trouble == .disconnected { desks[number].book.interrupt(.lostFeed) }
      guard desks[number].isScriptRunning else { continue }
      enter(number)
      let call = ScriptCall.connection(state: state)
      let outcome = rules.call(call, script: number, desk: &desks[number])
      Self.conclude(outcome, of: call.callback, &desks[number], &rules, number)
      leave(number, into: &effects)
    }
  }

  /// Takes a request that no script made; it passes the same gate.
  ///
  /// - Parameters:
  ///   - request: The request; its reason says who asks.
  ///   - number: The desk that deals.
  ///   - time: When.
  ///   - effects: What is to be carried out is appended here, in order.
  /// - Returns: The gate's answer; an approved order has been sent.
  mutating func trade(
    _ request: OrderRequest, desk number: Int, at time: EventTime, into effects: inout [Effect]
  ) -> OrderTicket {
    pass(to: time, into: &effects)
    enter(number)
    let ticket = desks[number].place(request)
    desks[number].commit()
    leave(number, into: &effects)
    return ticket
  }

  /// Takes what the exchange outside says of an order, and lets the script hear of it.
  ///
  /// What cannot be true of the order changes nothing, and a person is told.
  ///
  /// - Parameters:
  ///   - update: The update.
  ///   - number: The desk whose order it is.
  ///   - time: When.
  ///   - effects: What is to be carried out is appended here, in order.
  mutating func take(
    _ update: OrderUpdate, desk number: Int, at time: EventTime, into effects: inout [Effect]
  ) {
    pass(to: time, into: &effects)
    enter(number)
    if !desks[number].take(update) {
      desks[number].outbox.effects.append(
        .alert(
          desk: number, "order \(update.order): \(update.news) contradicts what is known of it"))
    }
    leave(number, into: &effects)
  }

  /// Does what an operator says, at every desk.
  ///
  /// Scripts that failed stay as they are; ``resume(script:mode:into:)`` starts them again.
  ///
  /// - Parameters:
  ///   - command: The command.
  ///   - time: When.
  ///   - effects: What is to be carried out is appended here, in order.
  mutating func obey(
    _ command: OperatorCommand, at time: EventTime, into effects: inout [Effect]
  ) {
    pass(to: time, into: &effects)
    for number in desks.indices {
      // A desk whose script does not run has nobody to take entries from.
      if command == .resume, !desks[number].isScriptRunning { continue }
      enter(number)
      desks[number].obey(command)
      leave(number, into: &effects)
    }
  }

  /// Denies entries at every desk because of trouble outside; a desk that is halted stays so.
  ///
  /// - Parameters:
  ///   - time: When.
  ///   - effects: What is to be carried out is appended here, in order.
  mutating func denyEntries(at time: EventTime, into effects: inout [Effect]) {
    pass(to: time, into: &effects)
    for number in desks.indices {
      enter(number)
      desks[number].restrict(to: .exitOnly)
      leave(number, into: &effects)
    }
  }

  /// Denies the entries of scripts at every desk, because the clock they go by was set; exits, protection
  /// and trades by hand go on.
  ///
  /// - Parameters:
  ///   - time: When.
  ///   - effects: What is to be carried out is appended here, in order.
  mutating func doubtClock(at time: EventTime, into effects: inout [Effect]) {
    pass(to: time, into: &effects)
    for number in desks.indices {
      enter(number)
      desks[number].doubtClock()
      leave(number, into: &effects)
    }
  }

  /// Starts a script again that had failed and has been loaded anew: `on_start`, then everything as
  /// before.
  ///
  /// - Parameters:
  ///   - number: The script.
  ///   - mode: What kind of session runs.
  ///   - effects: What is to be carried out is appended here, in order.
  public mutating func resume(
    script number: Int, mode: SessionMode, into effects: inout [Effect]
  ) {
    guard !desks[number].isScriptRunning else { return }
    enter(number)
    desks[number].reviveScript()
    desks[number].script.hearsNews = rules.hearsEvents(script: number)
    desks[number].obey(.resume)
    desks[number].allowance.phase = .closed
    let call = ScriptCall.start(
      mode: mode, isResumed: true, openPositions: desks[number].openInstruments)
    let outcome = rules.call(call, script: number, desk: &desks[number])
    Self.conclude(outcome, of: call.callback, &desks[number], &rules, number)
    desks[number].allowance.phase = .open
    leave(number, into: &effects)
  }

  /// Adds an instrument that was not declared, for trades by hand at a desk without a script.
  ///
  /// - Parameters:
  ///   - instrument: The instrument; ids come in order.
  ///   - number: The desk that deals in it.
  public mutating func add(_ instrument: Instrument, to number: Int) {
    for desk in desks.indices {
      desks[desk].pass(to: clock, sequence: sequence)
      desks[desk].add(instrument, isDeclared: desk == number)
    }
    if hasStarted { findNextDue() }
    subscribers.append(number)
    starts.append(subscribers.count)
  }

  /// Lends a desk what it needs for an event.
  mutating func enter(_ number: Int) {
    desks[number].orders.lastNumber = lastNumber
    desks[number].pass(to: clock, sequence: sequence)
    desks[number].agenda.noteEvent()
  }

  /// Delivers what an event brought and collects its effects.
  mutating func leave(_ number: Int, into effects: inout [Effect]) {
    if desks[number].book.day.isLossCheckDue { desks[number].lookAtLossLimit() }
    Self.deliver(&desks[number], &rules, number)
    if desks.count > 1 { tally.take(&desks[number].book.moves) }
    collect(from: number, into: &effects)
    if nextDue <= clock.nanoseconds { passDue(by: clock, into: &effects) }
  }
}
