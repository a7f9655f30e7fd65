import Market
import Money

/// Between which prices a symbol's ticks let no level fire or move and no order deal.
struct QuietRange: Equatable, Sendable {
  /// Bounds of one price, themselves outside.
  struct Bounds: Equatable, Sendable {
    private(set) var low = Int64.min
    private(set) var high = Int64.max

    /// Narrows them to what is above a price.
    mutating func stay(above price: Price) { low = max(low, price.micros) }

    /// Narrows them to what is below a price.
    mutating func stay(below price: Price) { high = min(high, price.micros) }

    /// Whether a price lies between them; zero, where nobody quotes, reaches nothing.
    @inline(__always)
    func contains(_ price: Price) -> Bool {
      (price.micros > low && price.micros < high) || price.micros == 0
    }
  }

  /// Of the last price.
  var last = Bounds()
  /// Of the bid.
  var bid = Bounds()
  /// Of the ask.
  var ask = Bounds()

  /// Whether a tick lies in it.
  @inline(__always)
  func contains(_ tick: borrowing Tick) -> Bool {
    guard last.contains(tick.ltp), bid.contains(tick.bid) else { return false }
    return ask.contains(tick.ask)
  }

  /// Changes the bounds of the price that is watched.
  mutating func narrow(_ price: WatchedPrice, _ body: (inout Bounds) -> Void) {
    switch price {
    case .last: body(&last)
    case .bid: body(&bid)
    case .ask: body(&ask)
    }
  }
}

/// The ranges of a desk's symbols while a run of ticks is looked for, and how far to look.
struct QuietWatch: Sendable {
  /// By symbol; nil: the range is not known, or a tick of it always needs more.
  var ranges: [QuietRange?] = []
  /// How many ticks are looked at ahead.
  ///
  /// A callback may end a run early, and looking further was in vain.
  private(set) var reach = Self.leastReach

  /// What a rule answered that left the stop where it was.
  struct Answer: Equatable, Sendable {
    var nanos: Int64
    var stop: Price
    var isLong: Bool
  }

  /// The last of them, by symbol.
  private var answers: [Answer?] = []

  /// Whether an answer is known to change nothing.
  @inline(__always)
  func isSettled(_ answer: Answer, _ place: Int) -> Bool {
    place < answers.count && answers[place] == answer
  }

  /// Takes note that an answer changes nothing.
  mutating func settle(_ answer: Answer, _ place: Int) {
    while answers.count <= place { answers.append(nil) }
    answers[place] = answer
  }

  private static let leastReach = 8
  private static let mostReach = 512

  /// Learns from a run how far the next is worth looking for.
  mutating func learn(_ done: Int, of found: Int) {
    if done < found {
      reach = Self.leastReach
    } else if found == reach {
      reach = min(reach * 2, Self.mostReach)
    }
  }
}

/// Ticks that find levels and orders but reach none.
extension Desk {
  /// How many of the first ticks need nothing but `on_tick`, though there may be levels and resting orders
  /// to look at.
  ///
  /// - Parameters:
  ///   - ticks: Ticks of declared symbols, in the order of time.
  ///   - place: The only symbol among them; nil: any of the script's.
  /// - Returns: How many; 0 when the first needs more.
  mutating func quietCount(of ticks: Span<Tick>, only place: Int?) -> Int {
    guard findRanges(only: place) else { return 0 }
    let end = min(ticks.count, self.ticks.watch.reach)
    var count = 0
    while count < end, isInRange(ticks[count]) { count += 1 }
    return count
  }

  /// The same for ticks that are picked out of a batch.
  mutating func quietCount(of run: TickRun, in ticks: Span<Tick>) -> Int {
    guard findRanges(only: nil) else { return 0 }
    let end = run.range.lowerBound + min(run.count, self.ticks.watch.reach)
    var index = run.range.lowerBound
    while index < end, isInRange(ticks[run[index].place]) { index += 1 }
    return index - run.range.lowerBound
  }

  @inline(__always)
  private mutating func isInRange(_ tick: borrowing Tick) -> Bool {
    ticks.watch.ranges[tick.instrument.position]?.contains(tick) ?? false
  }

  /// Finds the ranges of one symbol, or of all; false where no tick can be quiet.
  private mutating func findRanges(only place: Int?) -> Bool {
    if let place, !script.runsRules, protection.hasRule(place), agenda.isOpen(place) {
      return false
    }
    // Of a single symbol no tick here begins a bar.
    guard script.isRunning, agenda.bars == nil || place != nil, !book.day.isLossCheckDue else {
      return false
    }
    while ticks.watch.ranges.count < book.holdings.count { ticks.watch.ranges.append(nil) }
    if let place {
      ticks.watch.ranges[place] = quietRange(of: place, runsRules: script.runsRules)
    } else {
      for symbol in book.declared.indices {
        let place = book.declared[symbol].position
        ticks.watch.ranges[place] = quietRange(of: place)
      }
    }
    return true
  }

  /// The range of a symbol as things stand; nil where a tick of it always needs more.
  ///
  /// - Parameters:
  ///   - place: The symbol's place.
  ///   - runsRules: Whether a rule may be asked within the run.
  /// - Returns: The range; nil where a tick always needs more.
  mutating func quietRange(of place: Int, runsRules: Bool = false) -> QuietRange? {
    var range = QuietRange()
    guard needsAttention(place), agenda.isOpen(place) else { return range }
    guard gate.declaration.limits.maxLoss == nil, !owed.isOwed(place) else { return nil }
    if orders.loads[place].working > 0, !narrow(&range, byOrdersOf: place) { return nil }
    guard book.holdings[place].position.isOpen, !protection.isBare(place) else { return range }
    guard runsRules || !protection.hasRule(place) else { return nil }
    let isLong = book.holdings[place].position.isLong
    var watched = QuietRange.Bounds()
    guard
      protection.narrow(
        &watched, place, isLong: isLong, best: book.holdings[place].position.best,
        increment: gate.instruments[place].increment)
    else { return nil }
    range.narrow(book.trigger.watched(isLong: isLong)) { $0.meet(watched) }
    return range
  }

  /// Narrows a range by the working orders of a symbol; false where one may act at any tick.
  private mutating func narrow(_ range: inout QuietRange, byOrdersOf place: Int) -> Bool {
    let instrument = gate.instruments[place].id
    for position in orders.working.indices
    where orders.working[position].instrument == instrument {
      let order = orders.working[position]
      guard order.wait == nil else { return false }
      // What close() has claimed does not deal; what is with an exchange outside needs no ticks.
      guard order.isEntry || order.holdsQuantity, exchange != nil else { continue }
      guard barred(order) == nil, order.approved.validity != .immediate,
        exchange?.narrow(&range, by: order.index, at: clock) == true
      else { return false }
    }
    return true
  }
}

extension QuietRange.Bounds {
  /// Narrows them to what others hold as well.
  mutating func meet(_ other: QuietRange.Bounds) {
    low = max(low, other.low)
    high = min(high, other.high)
  }
}

extension TriggerPrice {
  /// The price that the levels of a position watch.
  func watched(isLong: Bool) -> WatchedPrice {
    self == .ltp ? .last : isLong ? .bid : .ask
  }

  /// The price that the trigger of an order watches.
  func watched(for side: OrderSide) -> WatchedPrice {
    self == .ltp ? .last : side == .buy ? .ask : .bid
  }
}

extension PaperExchange {
  /// Narrows a range to prices at which an order does nothing; false where it may act at any tick.
  func narrow(_ range: inout QuietRange, by order: Int, at clock: EventTime) -> Bool {
    guard let position = position(of: order) else { return false }
    let resting = resting[position]
    guard resting.changes.isEmpty, resting.cancelAt == nil, resting.dueAt <= clock else {
      return false
    }
    let (type, side) = (resting.approved.type, resting.approved.side)
    if type.hasTrigger, !resting.isTriggered {
      guard let price = resting.approved.trigger else { return true }
      range.narrow(trigger.watched(for: side)) {
        if side == .buy { $0.stay(below: price) } else { $0.stay(above: price) }
      }
      return true
    }
    guard type.hasPrice, let price = resting.approved.price else { return false }
    if side == .buy { range.ask.stay(above: price) } else { range.bid.stay(below: price) }
    return true
  }
}

extension Protection {
  /// Narrows bounds of the price that a position's levels watch to where none fires or moves; false where
  /// something may happen at any tick.
  mutating func narrow(
    _ bounds: inout QuietRange.Bounds, _ place: Int, isLong: Bool, best: Price, increment: Price
  ) -> Bool {
    func stay(_ bounds: inout QuietRange.Bounds, before price: Price) {
      if isLong { bounds.stay(below: price) } else { bounds.stay(above: price) }
    }
    if let stop = sets[place].stop?.price {
      if isLong { bounds.stay(above: stop) } else { bounds.stay(below: stop) }
    }
    for target in sets[place].targets { stay(&bounds, before: target.level.price) }
    if let breakeven = sets[place].breakeven { stay(&bounds, before: breakeven.activation) }
    guard let trail = sets[place].trail else { return true }
    guard best > .zero else { return false }
    if let activation = trail.activation, isLong ? best < activation : best > activation {
      stay(&bounds, before: activation)
      return true
    }
    // The stop moves when the best price does; it has followed the one of now already, unless somebody set
    // it back.
    if movedStop(by: trail, place, isLong: isLong, best: best, increment: increment) != nil {
      return false
    }
    stay(&bounds, before: Price(micros: isLong ? best.micros + 1 : best.micros - 1))
    return true
  }
}
