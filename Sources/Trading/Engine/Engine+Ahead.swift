public import Market

/// Batches in which scripts run ahead of each other.
extension Engine where Rules: ~Copyable {
  /// Lets the ticks of a lone script run on past what it asks for, for sessions in which nobody waits.
  ///
  /// Its decisions are then gathered in ``Desk/decisions`` rather than told as effects; whoever calls
  /// takes them (``takeDecisions(into:)``).
  ///
  /// - Parameter withFills: Whether anybody looks at ``Effect/filled(desk:_:_:)``.
  public mutating func gatherDecisions(withFills: Bool) {
    for number in desks.indices {
      desks[number].outbox.tellsFills = withFills
      desks[number].outbox.gathersDecisions = desks.count == 1
    }
  }

  /// Hands over the decisions that a lone script's desk gathered, in order.
  ///
  /// - Parameter decisions: Gets them, whatever it held before; what it had room for is used for the next.
  public mutating func takeDecisions(into decisions: inout [Decision]) {
    decisions.removeAll(keepingCapacity: true)
    guard desks.count == 1 else { return }
    swap(&desks[0].outbox.decisions, &decisions)
  }

  /// Processes a whole batch, letting every script run through its ticks until it asks for something.
  ///
  /// What is decided is the same as with ``process(_:into:)``, and in the same order. Only when a
  /// script fails others may have seen later ticks: books are then not those of the failing tick, and
  /// the caller has to run the session again without this.
  ///
  /// - Parameters:
  ///   - ticks: The batch, in the order of time.
  ///   - ahead: The memory for it.
  ///   - effects: What is to be carried out is appended here, in order.
  /// - Returns: False when something was asked that cannot be right out of turn; the session has to be
  ///   run again without this.
  /// - Throws: ``EngineError`` when the session cannot go on.
  public mutating func processAhead(
    _ ticks: Span<Tick>, _ ahead: inout AheadRun, into effects: inout [Effect]
  ) throws(EngineError) -> Bool {
    ahead.begin(lanes: desks.count, ticks: ticks.count)
    var start = 0
    while start < ticks.count, !hasFailed {
      start = try processStretch(ticks, from: start, &ahead, into: &effects)
    }
    return !hasFailed && !ahead.isLost
  }

  /// Processes the ticks before which nothing is due, or one at which something is.
  ///
  /// - Returns: The place of the next tick; the end when the session has to be run again.
  // Inlined, it makes the compiler of Swift 6.3.1 fail.
  @inline(never)
  private mutating func processStretch(
    _ ticks: Span<Tick>, from start: Int, _ ahead: inout AheadRun, into effects: inout [Effect]
  ) throws(EngineError) -> Int {
    guard ticks[start].time.nanoseconds < nextDue else {
      try process(ticks[start], into: &effects)
      return start + 1
    }
    let due = nextDue
    ahead.beginStretch(at: sequence + 1, ticks: ticks.count - start)
    let end = share(ticks, from: start, among: &ahead)
    let last = ticks[end - 1].time
    for number in ahead.lanes.indices { try advance(number, ticks, &ahead) }
    while let number = ahead.first {
      try takeTurn(number, ticks, &ahead, into: &effects)
      if hasFailed || (nextDue < due && nextDue <= last.nanoseconds) {
        ahead.isLost = true
        return ticks.count
      }
      try advance(number, ticks, &ahead)
    }
    count(upTo: sequence, &ahead)
    for number in desks.indices { desks[number].book.moves.removeAll(keepingCapacity: true) }
    clock = last
    return end
  }

  /// Numbers the ticks before which nothing is due, and gives each to its scripts.
  private mutating func share(_ ticks: Span<Tick>, from start: Int, among ahead: inout AheadRun)
    -> Int
  {
    var place = start
    while place < ticks.count, ticks[place].time.nanoseconds < nextDue {
      let symbol = ticks[place].instrument.position
      if symbol >= 0, symbol < starts.count - 1, starts[symbol] < starts[symbol + 1] {
        sequence += 1
        ahead.numbers[place] = sequence
        for subscriber in starts[symbol]..<starts[symbol + 1] {
          ahead.lanes[subscribers[subscriber]].picks.append(Int32(truncatingIfNeeded: place))
        }
      } else {
        ignoredTicks += 1
      }
      place += 1
    }
    return place
  }

  /// Lets a script run until it asks for something or has no ticks left.
  private mutating func advance(_ number: Int, _ ticks: Span<Tick>, _ ahead: inout AheadRun)
    throws(EngineError)
  {
    while ahead.lanes[number].done < ahead.lanes[number].picks.count {
      var rest = ahead.rest(of: number)
      if !desks[number].isCalm() {
        rest = rest.prefix(desks[number].quietCount(of: rest, in: ticks))
        guard rest.count > 0 else {
          ahead.lanes[number].stop = .turn
          return
        }
      }
      let end = rules.run(rest, of: ticks, script: number, desk: &desks[number])
      desks[number].ticks.watch.learn(end.count, of: rest.count)
      ahead.lanes[number].done += end.count
      if let error = desks[number].ticks.error { throw error }
      guard Self.leftNothing(end.outcome, &desks[number]), !desks[number].hasNews(before: nextDue)
      else {
        ahead.lanes[number].stop = .asked(end.outcome)
        return
      }
    }
  }

  /// Carries out what a script asked for at the tick it stopped at, or takes that tick.
  private mutating func takeTurn(
    _ number: Int, _ ticks: Span<Tick>, _ ahead: inout AheadRun, into effects: inout [Effect]
  ) throws(EngineError) {
    let place = ahead.lanes[number].stopPlace
    let stop = ahead.lanes[number].stop
    clock = ticks[place].time
    // Whoever waits for its turn at this tick takes its prices before the first acts.
    for other in ahead.lanes.indices where ahead.lanes[other].stopPlace == place {
      guard case .turn? = ahead.lanes[other].stop else { continue }
      guard
        desks[other].book.holdings[ticks[place].instrument.position].sequence
          != ahead.numbers[place]
      else { continue }
      try desks[other].take(ticks[place], sequence: ahead.numbers[place])
    }
    ahead.lanes[number].stop = nil
    count(upTo: ahead.numbers[place], &ahead)
    defer { countTurn(of: number, &ahead) }
    switch stop {
    case .asked(let outcome)?:
      desks[number].renumber(after: lastNumber)
      if Self.follow(outcome, &desks[number], &rules, number, nextDue) {
        collect(from: number, into: &effects)
      }
    case .turn?:
      ahead.lanes[number].done += 1
      desks[number].orders.lastNumber = lastNumber
      let sequence = ahead.numbers[place]
      if try Self.step(&desks[number], &rules, number, ticks[place], sequence, nextDue) {
        collect(from: number, into: &effects)
      }
    case nil:
      break
    }
  }

  // MARK: The account's value

  /// Counts what the ticks up to a number change of the account's value, all of whose scripts have had them.
  private mutating func count(upTo last: Int64, _ ahead: inout AheadRun) {
    for number in ahead.lanes.indices {
      let moves = desks[number].book.moves
      var next = ahead.lanes[number].counted
      while next < moves.count, moves[next].sequence <= last {
        ahead.changes[Int(moves[next].sequence - ahead.firstNumber)] += moves[next].delta
        next += 1
      }
      ahead.lanes[number].counted = next
    }
    while ahead.uncounted <= last {
      let place = Int(ahead.uncounted - ahead.firstNumber)
      ahead.uncounted += 1
      guard ahead.changes[place] != 0 else { continue }
      tally.add(ahead.changes[place])
      tally.follow()
      ahead.changes[place] = 0
    }
  }

  /// Counts what a script's turn changed of the account's value, one deal after the other.
  private mutating func countTurn(of number: Int, _ ahead: inout AheadRun) {
    let moves = desks[number].book.moves
    for next in ahead.lanes[number].counted..<moves.count {
      tally.add(moves[next].delta)
      tally.follow()
    }
    ahead.lanes[number].counted = moves.count
  }
}
