import Market
import Money

/// The protection of a desk's positions: which levels are in force, how they move, what fires.
///
/// It sells nothing: it says what has fired, and the desk sends the exit.
struct Protection: Codable, Sendable {
  /// A level that was set or moved, to be written down as a decision.
  struct Move: Codable, Sendable {
    var place: Int
    var kind: Decision.Kind
    var price: Price
    /// Units held then.
    var units: Int64
  }

  /// An exit that a level, the time or a target asks for.
  struct Firing: Sendable {
    var reason: OrderReason
    /// Units to sell; `Int64.max`: all.
    var units: Int64
    var source: TextPool.Index
  }

  /// A position as protection looks at it.
  struct Held: Sendable {
    /// The symbol's place.
    var place: Int
    /// What is held.
    var position: Position
    /// The price that levels watch; zero when nobody quotes it.
    var watched: Price
    /// The price grid.
    var increment: Price
    /// Units that trade at once.
    var lot: Int64

    var isLong: Bool { position.isLong }
  }

  /// By symbol.
  private(set) var sets: [ProtectiveSet] = []
  /// Levels that were set or moved and are not written down yet, in order.
  private(set) var moves: [Move] = []
  /// How often a position was given a rule.
  private var rulesSet: Int64 = 0

  /// Makes room for the next symbol.
  mutating func addSymbol() { sets.append(ProtectiveSet()) }

  /// Removes all protection of a symbol.
  @inline(__always)
  mutating func clear(_ place: Int) {
    if !isBare(place) || sets[place].risk.isKnown { sets[place] = ProtectiveSet() }
  }

  /// Whether no tick of a symbol can fire, move or ask anything.
  ///
  /// It changes nothing; a set that is only looked at would be copied for that, hence `mutating`, here and
  /// in the two that follow.
  @inline(__always)
  mutating func isBare(_ place: Int) -> Bool {
    sets[place].stop == nil && sets[place].targets.isEmpty && sets[place].trail == nil
      && sets[place].breakeven == nil && sets[place].timeExit == nil && sets[place].ruleMark == 0
  }

  /// Whether a new last price may move a symbol's stop.
  @inline(__always)
  mutating func moves(_ place: Int) -> Bool {
    sets[place].trail != nil || sets[place].breakeven != nil
  }

  /// Whether a symbol has take-profits.
  @inline(__always)
  mutating func hasTargets(_ place: Int) -> Bool { !sets[place].targets.isEmpty }

  /// Whether a symbol's position has a rule.
  @inline(__always)
  mutating func hasRule(_ place: Int) -> Bool { sets[place].ruleMark != 0 }

  /// What tells the rule of a symbol's position from others; 0: it has none.
  @inline(__always)
  mutating func ruleMark(_ place: Int) -> Int64 { sets[place].ruleMark }

  /// Gives a symbol's position a rule.
  mutating func set(_ rule: ProtectionRequest.Rule, at place: Int) {
    rulesSet += 1
    sets[place].rule = rule
    sets[place].ruleMark = rulesSet
  }

  /// Takes a position's rule away; its levels stay.
  mutating func dropRule(_ place: Int) {
    sets[place].rule = nil
    sets[place].ruleMark = 0
  }

  /// The price of a symbol's stop; nil where it has none.
  @inline(__always)
  mutating func stopPrice(_ place: Int) -> Price? { sets[place].stop?.price }

  /// Empties the moves, which were written down.
  mutating func forgetMoves() { moves.removeAll(keepingCapacity: true) }

  /// The set of a symbol.
  subscript(place: Int) -> ProtectiveSet { _read { yield sets[place] } }

  // MARK: What fires

  /// Moves trailing and breakeven stops after a new last price.
  mutating func advance(_ held: Held) {
    let (place, isLong) = (held.place, held.isLong)
    if let breakeven = sets[place].breakeven, held.watched > .zero,
      isLong ? held.watched >= breakeven.activation : held.watched <= breakeven.activation
    {
      sets[place].breakeven = nil
      tighten(held, to: breakeven.stop, kind: .stopLoss, source: breakeven.source)
    }
    guard let trail = sets[place].trail else { return }
    let best = held.position.best
    guard best > .zero else { return }
    if let activation = trail.activation, isLong ? best < activation : best > activation { return }
    guard
      let level = movedStop(
        by: trail, place, isLong: isLong, best: best, increment: held.increment)
    else { return }
    tighten(held, to: level, kind: .trailing, source: trail.source)
  }

  /// Where a trail that has begun moves the stop to; nil: it stays.
  func movedStop(
    by trail: ProtectiveSet.Trail, _ place: Int, isLong: Bool, best: Price, increment: Price
  ) -> Price? {
    let arithmetic = LevelArithmetic(price: best, risk: sets[place].risk, increment: increment)
    let rounding: PriceGrid.Rounding = isLong ? .down : .up
    guard let level = arithmetic.level(trail.by, isAbove: !isLong, rounding: rounding) else {
      return nil
    }
    if let step = trail.step, let now = sets[place].stop {
      // The step is a length: what lies between the best price and the best price less the step.
      guard
        let mark = arithmetic.level(
          step, isAbove: !isLong, rounding: rounding, grid: Instrument.finestIncrement)
      else { return nil }
      let length = isLong ? best.micros - mark.micros : mark.micros - best.micros
      let move = isLong ? level.micros - now.price.micros : now.price.micros - level.micros
      if move < length { return nil }
    }
    if let now = sets[place].stop, isLong ? level <= now.price : level >= now.price { return nil }
    return level
  }

  /// The stop, when the price it watches has reached it; zero, where nobody quotes, reaches nothing.
  mutating func firedStop(_ place: Int, isLong: Bool, watched: Price) -> Firing? {
    guard let stop = sets[place].stop, watched > .zero,
      isLong ? watched <= stop.price : watched >= stop.price
    else { return nil }
    return Firing(
      reason: stop.kind == .trailing ? .trailing : .stopLoss, units: .max, source: stop.source)
  }

  /// The first target from a place of the list on that the price it watches has reached, which is consumed
  /// with it.
  ///
  /// `position` says where to begin to look, and then where to go on.
  mutating func firedTarget(
    _ place: Int, from position: inout Int, isLong: Bool, watched: Price
  ) -> Firing? {
    while position < sets[place].targets.count {
      let target = sets[place].targets[position]
      guard watched > .zero,
        isLong ? watched >= target.level.price : watched <= target.level.price
      else {
        position += 1
        continue
      }
      sets[place].targets.remove(at: position)
      let isLast = sets[place].targets.isEmpty
      return Firing(
        reason: .takeProfit, units: target.takesRest && isLast ? .max : target.quantity,
        source: target.level.source)
    }
    return nil
  }

  /// The time exit, when its moment has come; it is consumed with it.
  mutating func firedTimeExit(_ place: Int, at clock: EventTime) -> Firing? {
    guard let moment = sets[place].timeExit, clock >= moment else { return nil }
    sets[place].timeExit = nil
    return Firing(reason: .timeExit, units: .max, source: sets[place].timeExitSource)
  }

  // MARK: Levels

  /// Sets the stop when that moves it toward profit.
  mutating func tighten(
    _ held: Held, to price: Price, kind: ProtectiveLevel.Kind, source: TextPool.Index,
    allowsWidening: Bool = false
  ) {
    let place = held.place
    if let now = sets[place].stop, !allowsWidening,
      held.isLong ? price <= now.price : price >= now.price
    {
      return
    }
    if sets[place].stop?.price == price, sets[place].stop?.kind == kind { return }
    sets[place].stop = ProtectiveLevel(price: price, kind: kind, source: source)
    measureRisk(held, stop: price)
    note(held, .stopLevel, price)
  }

  /// The first stop of a position is the measure of its risk.
  private mutating func measureRisk(_ held: Held, stop: Price) {
    guard !sets[held.place].risk.isKnown else { return }
    let size = held.position.size
    let distance = Int128(held.position.cost.micros) - Int128(stop.micros) * Int128(size)
    sets[held.place].risk = Risk(
      numerator: distance < 0 ? -distance : distance, denominator: size)
  }

  private mutating func note(_ held: Held, _ kind: Decision.Kind, _ price: Price) {
    moves.append(Move(place: held.place, kind: kind, price: price, units: held.position.size))
  }

  /// Changes a symbol's set in place.
  mutating func change<Result>(_ place: Int, _ body: (inout ProtectiveSet) -> Result) -> Result {
    body(&sets[place])
  }

  /// Replaces the take-profits; the same ones again decide nothing new.
  mutating func replaceTargets(_ held: Held, with list: [ProtectiveSet.Target]) {
    let old = sets[held.place].targets
    let isSame =
      old.count == list.count
      && zip(old, list).allSatisfy {
        $0.level.price == $1.level.price && $0.shareNanos == $1.shareNanos
      }
    sets[held.place].targets = list
    shareOut(held)
    guard !isSame else { return }
    for target in list { note(held, .targetLevel, target.level.price) }
  }

  /// Fixes how many units each target sells, from the quantity held now, rounded down to lots.
  mutating func shareOut(_ held: Held) {
    let place = held.place
    guard !sets[place].targets.isEmpty else { return }
    let size = Int128(held.position.size)
    let lot = Int128(held.lot)
    let whole: Int128 = 1_000_000_000
    var rest = size
    for position in sets[place].targets.indices {
      let target = sets[place].targets[position]
      // A third of three is one: shares are known to a thousand-millionth, so one more is granted.
      let share = min(Int128(target.shareNanos) + 1, whole)
      let units = target.takesRest ? rest : min(rest, size * share / whole / lot * lot)
      sets[place].targets[position].quantity = Int64(clamping: units)
      rest -= units
    }
  }
}
