extension IndicatorEngine {
  /// Takes a bar, of which an indicator of a series reads the close.
  mutating func update(_ bar: IndicatorBar) {
    // Moving the payload out and back keeps its arrays uniquely referenced.
    let owned = self
    self = .taken
    switch consume owned {
    case .mean(var each):
      each.update(bar.close)
      self = .mean(each)
    case .exponential(var each):
      each.update(bar.close)
      self = .exponential(each)
    case .weighted(var each):
      each.update(bar.close)
      self = .weighted(each)
    case .regression(var each):
      each.update(bar.close)
      self = .regression(each)
    case .relativeStrength(var each):
      each.update(bar.close)
      self = .relativeStrength(each)
    case .convergence(var each):
      each.update(bar.close)
      self = .convergence(each)
    case .bollinger(var each):
      each.update(bar.close)
      self = .bollinger(each)
    case .extreme(var each):
      each.update(bar.close)
      self = .extreme(each)
    case .deviation(var each):
      each.update(bar.close)
      self = .deviation(each)
    case .change(var each):
      each.update(bar.close)
      self = .change(each)
    case let ofBars: self = ofBars.updated(bar)
    }
  }

  /// The state after a bar, for the indicators of bars.
  private consuming func updated(_ bar: IndicatorBar) -> IndicatorEngine {
    switch consume self {
    case .trueRange(var each):
      each.update(bar)
      return .trueRange(each)
    case .averageTrueRange(var each):
      each.update(bar)
      return .averageTrueRange(each)
    case .supertrend(var each):
      each.update(bar)
      return .supertrend(each)
    case .volumeWeighted(var each):
      each.update(bar)
      return .volumeWeighted(each)
    case .directional(var each):
      each.update(bar)
      return .directional(each)
    case .stochastic(var each):
      each.update(bar)
      return .stochastic(each)
    case .commodity(var each):
      each.update(bar)
      return .commodity(each)
    case .balance(var each):
      each.update(bar)
      return .balance(each)
    case .moneyFlow(var each):
      each.update(bar)
      return .moneyFlow(each)
    case .donchian(var each):
      each.update(bar)
      return .donchian(each)
    case .keltner(var each):
      each.update(bar)
      return .keltner(each)
    case let other: return other
    }
  }
}
