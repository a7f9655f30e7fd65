extension TrueRange: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar)
    return packed(value)
  }
}

extension AverageTrueRange: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar)
    return packed(value)
  }
}

extension VolumeWeightedPrice: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar)
    return packed(value)
  }
}

extension CommodityChannel: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar)
    return packed(value)
  }
}

extension OnBalanceVolume: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar)
    return packed(value)
  }
}

extension MoneyFlow: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar)
    return packed(value)
  }
}

extension DonchianChannel: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar)
    let channel = values
    return packed(channel?.upper, channel?.middle, channel?.lower)
  }
}

extension KeltnerChannel: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar)
    let channel = values
    return packed(channel?.upper, channel?.middle, channel?.lower)
  }
}

extension DirectionalMovement: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar)
    return packed(adx, plus, minus)
  }
}

extension Supertrend: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar)
    let trend = values
    return packed(trend?.line, trend?.direction)
  }
}

extension Stochastic: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar)
    let lines = values
    return packed(lines?.k, lines?.d)
  }
}
