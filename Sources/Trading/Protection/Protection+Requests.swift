import Market
import Money

/// What is asked for becomes levels.
extension Protection {
  /// The grid price of a level for a position.
  ///
  /// - Parameters:
  ///   - level: What was asked.
  ///   - isBelow: Whether it lies below the market (a long's stop, a short's target); such levels round
  ///     down, the others up: away from the market.
  ///   - held: The position.
  /// - Returns: The level; nil when there is none that is positive and in range.
  private func resolve(_ level: LevelRequest, isBelow: Bool, _ held: Held) -> Price? {
    let rounding: PriceGrid.Rounding = isBelow ? .down : .up
    switch level {
    case .price(let requested):
      guard case .nanos(let nanos) = requested else { return nil }
      return PriceGrid.snap(nanos: nanos, increment: held.increment, rounding: rounding)
    case .distance(let distance):
      return average(held).level(distance, isAbove: !isBelow, rounding: rounding)
    }
  }

  private func average(_ held: Held) -> LevelArithmetic {
    LevelArithmetic(
      position: held.position, risk: sets[held.place].risk, increment: held.increment)
  }

  /// Anchors what is in force on the average that an entry has just changed.
  mutating func anchorAgain(_ held: Held) {
    if let trail = sets[held.place].trail { anchor(trail, held) }
    if let breakeven = sets[held.place].breakeven { anchor(breakeven, held) }
  }

  /// Applies a request to an open position: keys given replace, the stop ratchets.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - held: The position.
  ///   - isEntry: Whether it came with an entry that has just filled, so that shares are counted anew.
  ///   - source: Where it was asked, pooled.
  ///   - timeExit: When the request's time exit is due.
  mutating func apply(
    _ request: ProtectionRequest, to held: Held, isEntry: Bool, source: TextPool.Index,
    timeExit: EventTime?
  ) {
    let (place, isLong) = (held.place, held.isLong)
    if let stop = request.stopLoss,
      let price = resolve(stop, isBelow: isLong, held)
    {
      tighten(
        held, to: price, kind: .stopLoss, source: source, allowsWidening: request.allowsWidening)
    }
    if let trail = request.trail { apply(trail, to: held, source: source) }
    if let breakeven = request.breakeven {
      anchor(
        ProtectiveSet.Breakeven(
          after: breakeven.after, offset: breakeven.offset, activation: .zero, stop: .zero,
          source: source), held)
    }
    if let targets = request.targets {
      apply(targets, to: held, source: source)
    } else if isEntry {
      shareOut(held)
    }
    if let timeExit {
      change(place) { set in
        set.timeExit = timeExit
        set.timeExitSource = source
      }
    }
    if let rule = request.rule { set(rule, at: place) }
  }

  private mutating func apply(
    _ trail: ProtectionRequest.Trail, to held: Held, source: TextPool.Index
  ) {
    anchor(
      ProtectiveSet.Trail(by: trail.by, after: trail.after, step: trail.step, source: source), held)
    guard trail.after == nil,
      let first = average(held).level(
        trail.by, isAbove: !held.isLong, rounding: held.isLong ? .down : .up)
    else { return }
    tighten(held, to: first, kind: .trailing, source: source)
  }

  /// Puts a trailing stop to work from the average of now on.
  private mutating func anchor(_ trail: ProtectiveSet.Trail, _ held: Held) {
    let isLong = held.isLong
    var trail = trail
    if let after = trail.after {
      let level = average(held).level(
        after, isAbove: isLong, rounding: isLong ? .up : .down, grid: Instrument.finestIncrement)
      // A start out of range is never reached.
      trail.activation = level ?? Price(micros: isLong ? .max : 0)
    }
    change(held.place) { $0.trail = trail }
  }

  /// Puts a breakeven stop to work from the average of now on.
  private mutating func anchor(_ breakeven: ProtectiveSet.Breakeven, _ held: Held) {
    let isLong = held.isLong
    let arithmetic = average(held)
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
    change(held.place) { $0.breakeven = breakeven }
  }

  private mutating func apply(
    _ targets: [ProtectionRequest.Target], to held: Held, source: TextPool.Index
  ) {
    var list: [ProtectiveSet.Target] = []
    var sum: Int64 = 0
    for target in targets {
      guard let price = resolve(target.level, isBelow: !held.isLong, held) else { continue }
      let (total, overflow) = sum.addingReportingOverflow(target.shareNanos)
      sum = overflow ? .max : total
      list.append(
        ProtectiveSet.Target(
          level: ProtectiveLevel(price: price, kind: .takeProfit, source: source),
          shareNanos: target.shareNanos, quantity: 0, takesRest: false))
    }
    // Decimal shares such as three times 0.333333333 may miss one by a few thousand-millionths.
    if !list.isEmpty, sum >= 1_000_000_000 - 10 { list[list.count - 1].takesRest = true }
    replaceTargets(held, with: list)
  }
}
