import CLuaBridge

/// What every concrete indicator does for an ``Indicator``.
///
/// A state is changed where it lies, by a function of its own type behind a plain pointer: an existential
/// of the states, or an enum, would cost more than the arithmetic.
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

/// Advances the state that a record holds; its type is known where the function is written.
@inline(__always)
private func advance<State: IndicatorState>(
  _: State.Type, _ record: UnsafeMutablePointer<sauda_indicator>?, _ high: Double, _ low: Double,
  _ close: Double, _ volume: Double
) {
  guard let record, let memory = record.pointee.state else { return }
  let outputs = memory.assumingMemoryBound(to: State.self).pointee
    .take(IndicatorBar(high: high, low: low, close: close, volume: volume))
  record.pointee.outputs = (outputs[0], outputs[1], outputs[2], outputs[3])
}

extension Indicator {
  /// Begins with a fresh state of its kind.
  func begin() {
    let arguments = specification.arguments
    let period = arguments.isEmpty ? 1 : specification.period(0)
    switch kind {
    case .sma: hold(WindowMean(period: period)) { advance(WindowMean.self, $0, $1, $2, $3, $4) }
    case .ema: begin(ExponentialAverage.exponential(period: period))
    case .rma: begin(ExponentialAverage.wilder(period: period))
    case .wma: hold(WeightedMean(period: period)) { advance(WeightedMean.self, $0, $1, $2, $3, $4) }
    case .rsi:
      hold(RelativeStrength(period: period)) { advance(RelativeStrength.self, $0, $1, $2, $3, $4) }
    case .atr:
      hold(AverageTrueRange(period: period)) { advance(AverageTrueRange.self, $0, $1, $2, $3, $4) }
    case .tr: hold(TrueRange()) { advance(TrueRange.self, $0, $1, $2, $3, $4) }
    case .macd:
      hold(
        ConvergenceDivergence(
          fast: period, slow: specification.period(1), signal: specification.period(2))
      ) { advance(ConvergenceDivergence.self, $0, $1, $2, $3, $4) }
    case .highest: begin(WindowExtreme.highest(period: period))
    case .lowest: begin(WindowExtreme.lowest(period: period))
    case .stdev:
      hold(WindowDeviation(period: period)) { advance(WindowDeviation.self, $0, $1, $2, $3, $4) }
    case .linreg:
      hold(LinearRegression(period: period)) { advance(LinearRegression.self, $0, $1, $2, $3, $4) }
    case .roc: hold(RateOfChange(period: period)) { advance(RateOfChange.self, $0, $1, $2, $3, $4) }
    case .cci:
      hold(CommodityChannel(period: period)) { advance(CommodityChannel.self, $0, $1, $2, $3, $4) }
    case .bbands, .keltner, .donchian, .supertrend: beginChannel(period, arguments)
    case .vwap, .obv, .mfi: beginVolume(period)
    case .adx:
      hold(DirectionalMovement(period: period)) {
        advance(DirectionalMovement.self, $0, $1, $2, $3, $4)
      }
    case .stoch:
      hold(
        Stochastic(
          period: period, smoothing: specification.period(1), signal: specification.period(2))
      ) { advance(Stochastic.self, $0, $1, $2, $3, $4) }
    }
  }

  private func begin(_ state: ExponentialAverage) {
    hold(state) { advance(ExponentialAverage.self, $0, $1, $2, $3, $4) }
  }

  private func begin(_ state: WindowExtreme) {
    hold(state) { advance(WindowExtreme.self, $0, $1, $2, $3, $4) }
  }

  private func beginChannel(_ period: Int, _ arguments: [Double]) {
    switch kind {
    case .keltner:
      hold(
        KeltnerChannel(
          period: period, rangePeriod: specification.period(1), multiplier: arguments[2])
      ) { advance(KeltnerChannel.self, $0, $1, $2, $3, $4) }
    case .donchian:
      hold(DonchianChannel(period: period)) { advance(DonchianChannel.self, $0, $1, $2, $3, $4) }
    case .supertrend:
      hold(Supertrend(period: period, multiplier: arguments[1])) {
        advance(Supertrend.self, $0, $1, $2, $3, $4)
      }
    default:
      hold(BollingerBands(period: period, above: arguments[1], below: arguments[2])) {
        advance(BollingerBands.self, $0, $1, $2, $3, $4)
      }
    }
  }

  private func beginVolume(_ period: Int) {
    switch kind {
    case .obv: hold(OnBalanceVolume()) { advance(OnBalanceVolume.self, $0, $1, $2, $3, $4) }
    case .mfi: hold(MoneyFlow(period: period)) { advance(MoneyFlow.self, $0, $1, $2, $3, $4) }
    default:
      hold(VolumeWeightedPrice()) { advance(VolumeWeightedPrice.self, $0, $1, $2, $3, $4) }
    }
  }
}
