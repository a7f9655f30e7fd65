/// The indicators of `ta.*`, named as scripts name them.
package enum IndicatorKind: String, CaseIterable, Sendable {
  /// Simple moving average.
  case sma
  /// Exponential moving average.
  case ema
  /// Linearly weighted moving average.
  case wma
  /// Wilder's moving average.
  case rma
  /// Relative strength index.
  case rsi
  /// Average true range.
  case atr
  /// True range.
  case tr
  /// Moving average convergence and divergence.
  case macd
  /// Bollinger bands.
  case bbands
  /// Supertrend.
  case supertrend
  /// Volume-weighted average price since the session began.
  case vwap
  /// Average directional index.
  case adx
  /// Slow stochastic oscillator.
  case stoch
  /// Commodity channel index.
  case cci
  /// On-balance volume.
  case obv
  /// Money flow index.
  case mfi
  /// Donchian channel.
  case donchian
  /// Keltner channel.
  case keltner
  /// Highest of the last values.
  case highest
  /// Lowest of the last values.
  case lowest
  /// Population standard deviation.
  case stdev
  /// End of the least-squares line.
  case linreg
  /// Rate of change in percent.
  case roc

  /// What an indicator is fed with.
  package enum Input: Sendable {
    /// One number an update.
    case series
    /// High, low and close, and volume where it is used.
    case bars
    /// Bars, or one number that then stands for high, low and close.
    case seriesOrBars
  }

  /// What this one is fed with.
  package var input: Input {
    switch self {
    case .atr, .tr, .supertrend, .vwap, .adx, .stoch, .cci, .obv, .mfi, .keltner: .bars
    case .donchian: .seriesOrBars
    case .sma, .ema, .wma, .rma, .rsi, .macd, .bbands, .highest, .lowest, .stdev, .linreg, .roc:
      .series
    }
  }

  /// Whether it needs the volume of a bar.
  package var usesVolume: Bool {
    switch self {
    case .vwap, .obv, .mfi: true
    default: false
    }
  }

  /// Whether it begins anew with each session.
  package var restartsWithSession: Bool { self == .vwap }

  /// The names of what it computes, in the order of their index; the first is also `value`.
  package var outputs: [String] {
    switch self {
    case .macd: ["macd", "signal", "histogram"]
    case .bbands, .keltner, .donchian: ["upper", "middle", "lower"]
    case .stoch: ["k", "d"]
    case .supertrend: ["value", "direction"]
    case .adx: ["adx", "plus", "minus"]
    default: ["value"]
    }
  }

  /// Its parameters in the order a script gives them; defaults are TA-Lib's (0.8).
  package var parameters: [IndicatorParameter] {
    switch self {
    case .sma, .ema, .wma, .rma, .highest, .lowest: [.period(default: 30)]
    case .rsi, .adx, .cci, .mfi, .linreg: [.period(default: 14, minimum: 2)]
    case .atr: [.period(default: 14)]
    case .roc: [.period(default: 10)]
    case .stdev: [.period(default: 5, minimum: 2)]
    case .donchian: [.period(default: 20)]
    case .macd:
      [
        .period("fast", default: 12), .period("slow", default: 26), .period("signal", default: 9),
      ]
    case .bbands:
      [
        .period(default: 20, minimum: 2), .factor("deviations", default: .value(2)),
        .factor("lower_deviations", default: .sameAs(1)),
      ]
    case .supertrend: [.period(default: 10), .factor("multiplier", default: .value(3))]
    case .keltner:
      [
        .period(default: 20), .period("atr_period", default: 10),
        .factor("multiplier", default: .value(2)),
      ]
    case .stoch:
      [.period("k", default: 5), .period("k_smooth", default: 3), .period("d", default: 3)]
    case .tr, .vwap, .obv: []
    }
  }
}

/// One number an indicator is made with: its name, its range and what it is when left out.
package struct IndicatorParameter: Equatable, Sendable {
  /// What a parameter is when it is left out.
  package enum Default: Equatable, Sendable {
    /// A number.
    case value(Double)
    /// The value of an earlier parameter, by its index.
    case sameAs(Int)
  }

  /// The name in messages and in editor stubs.
  package let name: String
  /// Whether only whole numbers will do.
  package let isWhole: Bool
  /// The smallest and largest value.
  package let range: ClosedRange<Double>
  /// What it is when left out.
  package let defaultValue: Default

  /// The longest window, as in TA-Lib.
  package static let longestPeriod = 100_000.0
  /// The largest factor of a band.
  package static let largestFactor = 1_000_000.0

  /// A number of updates, from `minimum` to ``longestPeriod``.
  static func period(
    _ name: String = "period", default value: Double, minimum: Double = 1
  ) -> IndicatorParameter {
    IndicatorParameter(
      name: name, isWhole: true, range: minimum...longestPeriod, defaultValue: .value(value))
  }

  /// A factor, from 0 to ``largestFactor``.
  static func factor(_ name: String, default value: Default) -> IndicatorParameter {
    IndicatorParameter(
      name: name, isWhole: false, range: 0...largestFactor, defaultValue: value)
  }

  /// What a value must be, for messages: `a whole number from 1 to 100000`.
  package var expectation: String {
    let kind = isWhole ? "a whole number" : "a number"
    return "\(kind) from \(plainText(range.lowerBound)) to \(plainText(range.upperBound))"
  }

  /// Whether a value is of the right type and inside the range; NaN is not.
  func accepts(_ value: Double) -> Bool {
    range.contains(value) && (!isWhole || value == value.rounded())
  }
}

/// A number as a person writes it: `10`, `2.5`, `nan`.
func plainText(_ value: Double) -> String {
  guard let whole = Int64(exactly: value) else { return "\(value)" }
  return "\(whole)"
}
