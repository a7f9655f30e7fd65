extension WindowMean: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar.close)
    return packed(value)
  }
}

extension ExponentialAverage: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar.close)
    return packed(value)
  }
}

extension WindowExtreme: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar.close)
    return packed(value)
  }
}

extension WindowDeviation: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar.close)
    return packed(deviation)
  }
}

extension RateOfChange: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar.close)
    return packed(value)
  }
}

extension RelativeStrength: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar.close)
    return packed(value)
  }
}

extension WeightedMean: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar.close)
    return packed(value)
  }
}

extension LinearRegression: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar.close)
    return packed(value)
  }
}

extension ConvergenceDivergence: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar.close)
    let lines = values
    return packed(lines?.macd, lines?.signal, lines?.histogram)
  }
}

extension BollingerBands: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar.close)
    let bands = values
    return packed(bands?.upper, bands?.middle, bands?.lower)
  }
}
