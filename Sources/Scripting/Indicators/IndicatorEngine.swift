/// The concrete indicator inside an ``Indicator``: an enum, so that nothing is boxed.
enum IndicatorEngine: Sendable {
  case mean(WindowMean)
  case exponential(ExponentialAverage)
  case weighted(WeightedSums)
  case regression(WeightedSums)
  case relativeStrength(RelativeStrength)
  case trueRange(TrueRange)
  case averageTrueRange(AverageTrueRange)
  case convergence(ConvergenceDivergence)
  case bollinger(BollingerBands)
  case supertrend(Supertrend)
  case volumeWeighted(VolumeWeightedPrice)
  case directional(DirectionalMovement)
  case stochastic(Stochastic)
  case commodity(CommodityChannel)
  case balance(OnBalanceVolume)
  case moneyFlow(MoneyFlow)
  case donchian(DonchianChannel)
  case keltner(KeltnerChannel)
  case extreme(WindowExtreme)
  case deviation(WindowDeviation)
  case change(RateOfChange)
  /// Held for a moment while an update owns the payload, so that its arrays are not copied.
  case taken

  /// A fresh indicator.
  init(_ specification: IndicatorSpecification) {
    let period = specification.arguments.isEmpty ? 1 : specification.period(0)
    switch specification.kind {
    case .sma: self = .mean(WindowMean(period: period))
    case .ema: self = .exponential(.exponential(period: period))
    case .wma: self = .weighted(WeightedSums(period: period))
    case .rma: self = .exponential(.wilder(period: period))
    case .rsi: self = .relativeStrength(RelativeStrength(period: period))
    case .atr: self = .averageTrueRange(AverageTrueRange(period: period))
    case .tr: self = .trueRange(TrueRange())
    case .vwap: self = .volumeWeighted(VolumeWeightedPrice())
    case .adx: self = .directional(DirectionalMovement(period: period))
    case .cci: self = .commodity(CommodityChannel(period: period))
    case .obv: self = .balance(OnBalanceVolume())
    case .mfi: self = .moneyFlow(MoneyFlow(period: period))
    case .donchian: self = .donchian(DonchianChannel(period: period))
    case .highest: self = .extreme(.highest(period: period))
    case .lowest: self = .extreme(.lowest(period: period))
    case .stdev: self = .deviation(WindowDeviation(period: period))
    case .linreg: self = .regression(WeightedSums(period: period))
    case .roc: self = .change(RateOfChange(period: period))
    case .macd, .bbands, .supertrend, .stoch, .keltner: self = .compound(specification)
    }
  }

  /// An indicator of more than one parameter.
  private static func compound(_ specification: IndicatorSpecification) -> IndicatorEngine {
    let numbers = specification.arguments
    let period = specification.period(0)
    switch specification.kind {
    case .macd:
      return .convergence(
        ConvergenceDivergence(
          fast: period, slow: specification.period(1), signal: specification.period(2)))
    case .bbands:
      return .bollinger(BollingerBands(period: period, above: numbers[1], below: numbers[2]))
    case .supertrend:
      return .supertrend(Supertrend(period: period, multiplier: numbers[1]))
    case .stoch:
      return .stochastic(
        Stochastic(
          period: period, smoothing: specification.period(1), signal: specification.period(2)))
    default:
      return .keltner(
        KeltnerChannel(
          period: period, rangePeriod: specification.period(1), multiplier: numbers[2]))
    }
  }
}
