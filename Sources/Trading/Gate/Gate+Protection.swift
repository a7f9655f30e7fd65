import Market
import Money

/// What the gate asks of protection.
extension Gate {
  /// What makes no sense in a protection, as a sentence; nil when all of it does.
  ///
  /// - Parameters:
  ///   - protection: What was asked for.
  ///   - hasRisk: Whether the position has a first stop already.
  /// - Returns: The sentence.
  static func misuse(in protection: ProtectionRequest?, hasRisk: Bool) -> String? {
    guard let protection else { return nil }
    if let sentence = misuse(in: protection.targets ?? []) { return sentence }
    guard protection.needsRisk, !hasRisk else { return nil }
    if let stop = protection.stopLoss, !stop.needsRisk { return nil }
    return "R() needs a stop-loss to measure by"
  }

  private static func misuse(in targets: [ProtectionRequest.Target]) -> String? {
    var sum = Int128(0)
    for target in targets {
      guard target.shareNanos > 0 else { return "take_profit: a share is above zero" }
      sum += Int128(target.shareNanos)
    }
    // Decimal shares such as three times 0.333333333 may miss one by a few thousand-millionths.
    return sum > 1_000_000_010 ? "take_profit: the shares exceed 1" : nil
  }

  /// Whether an entry's protection lies on its side of the market and above zero.
  func check(
    _ protection: ProtectionRequest, of terms: OrderTerms, unit: Price, _ now: Circumstances,
    _ risk: Risk
  ) throws(Denial) {
    let isLong = terms.side == .buy
    let increment = instruments[terms.instrument.position].increment
    try checkSides(
      protection, isLong: isLong, watched: watched(now, isLong: isLong), increment,
      orderPrice: terms.trigger ?? terms.price)
    let arithmetic = LevelArithmetic(price: unit, risk: risk, increment: increment)
    try checkDistances(protection, isLong: isLong, from: arithmetic, nil)
  }

  /// Whether a change of an open position's protection lies on its side of the market and above zero.
  func check(
    _ request: ProtectionRequest, of position: Position, _ risk: Risk, at place: Int,
    _ now: Circumstances
  )
    throws(Denial)
  {
    let increment = instruments[place].increment
    let watched = watched(now, isLong: position.isLong)
    try checkSides(request, isLong: position.isLong, watched: watched, increment)
    let arithmetic = LevelArithmetic(position: position, risk: risk, increment: increment)
    try checkDistances(request, isLong: position.isLong, from: arithmetic, watched)
  }

  /// The price that levels watch, and its name; the last price where nobody quotes it.
  private func watched(_ now: Circumstances, isLong: Bool) -> Watched {
    let quote = isLong ? now.bid : now.ask
    guard declaration.trigger == .quote, quote > .zero else {
      return Watched(price: now.ltp, name: "last price")
    }
    return Watched(price: quote, name: isLong ? "bid" : "ask")
  }

  /// A price that levels are held against.
  private struct Watched {
    let price: Price
    let name: String
  }

  /// Whether price levels lie on their side of the market.
  ///
  /// - Parameters:
  ///   - request: The protection.
  ///   - isLong: Of what kind of position.
  ///   - watched: The price they watch.
  ///   - increment: The price grid.
  ///   - orderPrice: Where a resting entry waits: the market at its fill will be there, so a level on
  ///     its side of that price is as good.
  /// - Throws: ``DenialReason/stopSide`` or ``DenialReason/price``.
  private func checkSides(
    _ request: ProtectionRequest, isLong: Bool, watched: Watched, _ increment: Price,
    orderPrice: Price? = nil
  ) throws(Denial) {
    if let stop = request.stopLoss {
      try checkSide(
        stop, mustBeBelow: isLong, name: "stop-loss", watched, increment, orderPrice: orderPrice)
    }
    for target in request.targets ?? [] {
      try checkSide(
        target.level, mustBeBelow: !isLong, name: "take-profit", watched, increment,
        orderPrice: orderPrice)
    }
  }

  private func checkSide(
    _ level: LevelRequest, mustBeBelow: Bool, name: String, _ watched: Watched, _ increment: Price,
    orderPrice: Price?
  ) throws(Denial) {
    guard case .price(let requested) = level else { return }
    guard case .nanos(let nanos) = requested else {
      guard case .invalid(let text) = requested else { return }
      throw Denial(.price, "\(name): expected a price above zero, was \(text)")
    }
    guard
      let price = PriceGrid.snap(
        nanos: nanos, increment: increment, rounding: mustBeBelow ? .down : .up)
    else {
      throw Denial(.price, "\(name): expected at least one increment of \(increment)")
    }
    if mustBeBelow ? price < watched.price : price > watched.price { return }
    if let orderPrice, mustBeBelow ? price < orderPrice : price > orderPrice { return }
    throw Denial(
      .stopSide,
      "\(name): expected \(mustBeBelow ? "below" : "above") the \(watched.name) \(watched.price), "
        + "was \(price)")
  }

  /// Whether levels at a distance lie above zero and, when a last price is given, on their side of it.
  private func checkDistances(
    _ request: ProtectionRequest, isLong: Bool, from arithmetic: LevelArithmetic,
    _ watched: Watched?
  ) throws(Denial) {
    if case .distance(let stop)? = request.stopLoss {
      try checkDistance(stop, mustBeBelow: isLong, "stop-loss", arithmetic, watched)
    }
    for target in request.targets ?? [] {
      guard case .distance(let distance) = target.level else { continue }
      try checkDistance(distance, mustBeBelow: !isLong, "take-profit", arithmetic, watched)
    }
    if let trail = request.trail {
      try checkDistance(trail.by, mustBeBelow: isLong, "trail", arithmetic, nil)
    }
  }

  private func checkDistance(
    _ distance: Distance, mustBeBelow: Bool, _ name: String, _ arithmetic: LevelArithmetic,
    _ watched: Watched?
  ) throws(Denial) {
    // What a multiple of a risk is that the same request sets, shows once the stop is there.
    if distance.needsRisk, !arithmetic.risk.isKnown { return }
    let level = arithmetic.level(
      distance, isAbove: !mustBeBelow, rounding: mustBeBelow ? .down : .up)
    guard let level else {
      throw Denial(.price, "\(name): expected a distance that leaves a price above zero")
    }
    guard let watched, !(mustBeBelow ? level < watched.price : level > watched.price) else {
      return
    }
    throw Denial(
      .stopSide,
      "\(name): expected \(mustBeBelow ? "below" : "above") the \(watched.name) \(watched.price), "
        + "was \(level)")
  }
}
