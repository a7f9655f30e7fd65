extension IndicatorEngine {
  /// The outputs in the order of ``IndicatorKind/outputs``; NaN where one is not ready.
  var outputs: SIMD4<Double> {
    switch self {
    case .mean(let each): one(each.value)
    case .exponential(let each): one(each.value)
    case .weighted(let each): one(each.weightedMean)
    case .regression(let each): one(each.regressionEnd)
    case .relativeStrength(let each): one(each.value)
    case .trueRange(let each): one(each.value)
    case .averageTrueRange(let each): one(each.value)
    case .volumeWeighted(let each): one(each.value)
    case .commodity(let each): one(each.value)
    case .balance(let each): one(each.value)
    case .moneyFlow(let each): one(each.value)
    case .extreme(let each): one(each.value)
    case .deviation(let each): one(each.deviation)
    case .change(let each): one(each.value)
    case .convergence(let each):
      three(each.values?.macd, each.values?.signal, each.values?.histogram)
    case .bollinger(let each): three(each.values?.upper, each.values?.middle, each.values?.lower)
    case .donchian(let each): three(each.values?.upper, each.values?.middle, each.values?.lower)
    case .keltner(let each): three(each.values?.upper, each.values?.middle, each.values?.lower)
    case .directional(let each): three(each.adx, each.plus, each.minus)
    case .supertrend(let each): three(each.values?.line, each.values?.direction, nil)
    case .stochastic(let each): three(each.values?.k, each.values?.d, nil)
    case .taken: one(nil)
    }
  }
}

private func one(_ value: Double?) -> SIMD4<Double> { three(value, nil, nil) }

private func three(_ first: Double?, _ second: Double?, _ third: Double?) -> SIMD4<Double> {
  SIMD4(first ?? .nan, second ?? .nan, third ?? .nan, .nan)
}
