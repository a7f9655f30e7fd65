import Market
import Money

extension Desk {
  /// The grid price of a level for a position.
  ///
  /// - Parameters:
  ///   - level: What was asked.
  ///   - isBelow: Whether it lies below the market (a long's stop, a short's target); such levels round
  ///     down, the others up: away from the market.
  ///   - slot: The symbol, with its position.
  /// - Returns: The level; nil when there is none that is positive and in range.
  func resolve(_ level: LevelRequest, isBelow: Bool, slot: Slot) -> Price? {
    let increment = instruments[slot.tick.instrument.position].increment
    let rounding: PriceGrid.Rounding = isBelow ? .down : .up
    switch level {
    case .price(let requested):
      guard case .nanos(let nanos) = requested else { return nil }
      return PriceGrid.snap(nanos: nanos, increment: increment, rounding: rounding)
    case .distance(let distance):
      let arithmetic = LevelArithmetic(
        position: slot.position, protection: slot.protection, increment: increment)
      return arithmetic.level(distance, isAbove: !isBelow, rounding: rounding)
    }
  }

  /// Gives a position that an entry opened or increased its protection.
  mutating func protectEntry(_ order: WorkingOrder) {
    let place = order.instrument.position
    if let trail = slots[place].protection.trail { anchor(trail, at: place) }
    if let breakeven = slots[place].protection.breakeven { anchor(breakeven, at: place) }
    if let request = order.protection?.request {
      apply(request, to: order.instrument, isEntry: true)
    } else {
      shareOut(place)
    }
  }

  /// Applies a protection request to an open position: keys given replace, the stop ratchets.
  mutating func apply(_ request: ProtectionRequest, to instrument: InstrumentID, isEntry: Bool) {
    let place = instrument.position
    guard slots[place].position.isOpen else { return }
    let isLong = slots[place].position.isLong
    let source = texts.intern(request.source)
    if let stop = request.stopLoss,
      let price = resolve(stop, isBelow: isLong, slot: slots[place])
    {
      tighten(
        place, to: price, kind: .stopLoss, source: source, allowsWidening: request.allowsWidening)
    }
    if let trail = request.trail { apply(trail, to: place, isLong: isLong, source: source) }
    if let breakeven = request.breakeven {
      apply(breakeven, to: place, isLong: isLong, source: source)
    }
    if let targets = request.targets {
      apply(targets, to: place, isLong: isLong, source: source)
    } else if isEntry {
      shareOut(place)
    }
    if let timeExit = request.timeExit {
      slots[place].protection.timeExit = moment(of: timeExit, at: place)
      slots[place].protection.timeExitSource = source
    }
    if let rule = request.rule { slots[place].protection.rule = rule }
  }

  private mutating func apply(
    _ trail: ProtectionRequest.Trail, to place: Int, isLong: Bool, source: TextPool.Index
  ) {
    anchor(
      ProtectiveSet.Trail(by: trail.by, after: trail.after, step: trail.step, source: source),
      at: place)
    guard trail.after == nil,
      let first = averageArithmetic(place).level(
        trail.by, isAbove: !isLong, rounding: isLong ? .down : .up)
    else { return }
    tighten(place, to: first, kind: .trailing, source: source)
  }

  private mutating func apply(
    _ breakeven: ProtectionRequest.Breakeven, to place: Int, isLong: Bool, source: TextPool.Index
  ) {
    anchor(
      ProtectiveSet.Breakeven(
        after: breakeven.after, offset: breakeven.offset, activation: .zero, stop: .zero,
        source: source),
      at: place)
  }

  private func averageArithmetic(_ place: Int) -> LevelArithmetic {
    LevelArithmetic(
      position: slots[place].position, protection: slots[place].protection,
      increment: instruments[place].increment)
  }

  /// Puts a trailing stop to work from the average of now on.
  private mutating func anchor(_ trail: ProtectiveSet.Trail, at place: Int) {
    let isLong = slots[place].position.isLong
    var trail = trail
    if let after = trail.after {
      let level = averageArithmetic(place).level(
        after, isAbove: isLong, rounding: isLong ? .up : .down, grid: Instrument.finestIncrement)
      // A start out of range is never reached.
      trail.activation = level ?? Price(micros: isLong ? .max : 0)
    }
    slots[place].protection.trail = trail
  }

  /// Puts a breakeven stop to work from the average of now on.
  private mutating func anchor(_ breakeven: ProtectiveSet.Breakeven, at place: Int) {
    let isLong = slots[place].position.isLong
    let arithmetic = averageArithmetic(place)
    let rounding: PriceGrid.Rounding = isLong ? .down : .up
    let stop =
      breakeven.offset.flatMap { arithmetic.level($0, isAbove: isLong, rounding: rounding) }
      ?? arithmetic.anchor(rounding: rounding)
    let activation = arithmetic.level(
      breakeven.after, isAbove: isLong, rounding: isLong ? .up : .down,
      grid: Instrument.finestIncrement)
    guard let stop, let activation else { return }
    var breakeven = breakeven
    breakeven.stop = stop
    breakeven.activation = activation
    slots[place].protection.breakeven = breakeven
  }

  private mutating func apply(
    _ targets: [ProtectionRequest.Target], to place: Int, isLong: Bool, source: TextPool.Index
  ) {
    var list: [ProtectiveSet.Target] = []
    var sum: Int64 = 0
    for target in targets {
      guard let price = resolve(target.level, isBelow: !isLong, slot: slots[place]) else {
        continue
      }
      let (total, overflow) = sum.addingReportingOverflow(target.shareNanos)
      sum = overflow ? .max : total
      list.append(
        ProtectiveSet.Target(
          level: ProtectiveLevel(price: price, kind: .takeProfit, source: source),
          shareNanos: target.shareNanos, quantity: 0, takesRest: false))
    }
    // Decimal shares such as three times 0.333333333 may miss one by a few thousand-millionths.
    if !list.isEmpty, sum >= 1_000_000_000 - 10 { list[list.count - 1].takesRest = true }
    let old = slots[place].protection.targets
    let isSame =
      old.count == list.count
      && zip(old, list).allSatisfy {
        $0.level.price == $1.level.price && $0.shareNanos == $1.shareNanos
      }
    // A rule may return the same target tick after tick; that decides nothing new.
    slots[place].protection.targets = list
    shareOut(place)
    guard !isSame else { return }
    for target in list { decideLevel(place, kind: .targetLevel, price: target.level.price) }
  }

  /// Fixes how many units each target sells, from the quantity held now, rounded down to lots.
  private mutating func shareOut(_ place: Int) {
    guard !slots[place].protection.targets.isEmpty else { return }
    let size = Int128(slots[place].position.size)
    let lot = Int128(instruments[place].lot)
    let whole: Int128 = 1_000_000_000
    var rest = size
    for position in slots[place].protection.targets.indices {
      let target = slots[place].protection.targets[position]
      // A third of three is one: shares are known to a thousand-millionth, so one more is granted.
      let share = min(Int128(target.shareNanos) + 1, whole)
      let units = target.takesRest ? rest : min(rest, size * share / whole / lot * lot)
      slots[place].protection.targets[position].quantity = Int64(clamping: units)
      rest -= units
    }
  }

  private func moment(of timeExit: ProtectionRequest.TimeExit, at place: Int) -> EventTime {
    let openedAt = slots[place].position.openedAt
    switch timeExit {
    case .after(let seconds):
      let (delta, overflow) = seconds.multipliedReportingOverflow(
        by: EventTime.nanosecondsPerSecond)
      return openedAt.advanced(byNanoseconds: overflow ? .max : delta)
    case .at(let second):
      return moment(atSecond: second) { today in
        let next = slots[place].segment.flatMap { segment in
          settings.calendar?.nextTradingDay(of: segment, after: CivilDate(day: today))?.dayNumber
        }
        return next ?? today + 1
      }
    }
  }
}
