/// What every concrete indicator does for an ``Indicator``.
///
/// Kept as `any IndicatorState`: the state is then changed where it lies, and copied only when an
/// indicator is. An enum of the states moves its whole payload at each update, which measured five
/// times slower.
protocol IndicatorState: Sendable {
  /// Takes a bar, of which an indicator of a series reads the close.
  ///
  /// - Parameter bar: The bar; its numbers are finite.
  /// - Returns: The outputs in the order of ``IndicatorKind/outputs``; NaN where one is not ready.
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double>
}

/// Outputs as an ``IndicatorState`` gives them back.
func packed(
  _ first: Double?, _ second: Double? = nil, _ third: Double? = nil
) -> SIMD4<Double> {
  SIMD4(first ?? .nan, second ?? .nan, third ?? .nan, .nan)
}

extension IndicatorSpecification {
  /// A fresh state of the indicator.
  func makeState() -> any IndicatorState {
    let period = arguments.isEmpty ? 1 : period(0)
    return switch kind {
    case .sma: WindowMean(period: period)
    case .ema: ExponentialAverage.exponential(period: period)
    case .wma: WeightedMean(period: period)
    case .rma: ExponentialAverage.wilder(period: period)
    case .rsi: RelativeStrength(period: period)
    case .atr: AverageTrueRange(period: period)
    case .tr: TrueRange()
    case .macd: ConvergenceDivergence(fast: period, slow: self.period(1), signal: self.period(2))
    case .bbands: BollingerBands(period: period, above: arguments[1], below: arguments[2])
    case .supertrend: Supertrend(period: period, multiplier: arguments[1])
    case .vwap: VolumeWeightedPrice()
    case .adx: DirectionalMovement(period: period)
    case .stoch: Stochastic(period: period, smoothing: self.period(1), signal: self.period(2))
    case .cci: CommodityChannel(period: period)
    case .obv: OnBalanceVolume()
    case .mfi: MoneyFlow(period: period)
    case .donchian: DonchianChannel(period: period)
    case .keltner:
      KeltnerChannel(period: period, rangePeriod: self.period(1), multiplier: arguments[2])
    case .highest: WindowExtreme.highest(period: period)
    case .lowest: WindowExtreme.lowest(period: period)
    case .stdev: WindowDeviation(period: period)
    case .linreg: LinearRegression(period: period)
    case .roc: RateOfChange(period: period)
    }
  }
}
