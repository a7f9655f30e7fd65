public import Money
public import WireText

/// Exact decimal numbers of the sockets, never through `Double`.
public enum WireDecimal {
  /// What to do with digits finer than a millionth.
  public enum Surplus: Sendable {
    /// Refuse the number, unless they are zeros.
    case refuse
    /// Round half away from zero, for averages.
    case round
  }

  /// Millionths from a JSON number or the text of one: `-?digits(.digits)?([eE][+-]?digits)?`.
  ///
  /// - Parameters:
  ///   - text: The whole text.
  ///   - surplus: What to do with digits finer than a millionth.
  /// - Returns: The number; nil when the text is none, or when it does not fit.
  public static func micros(_ text: String, surplus: Surplus = .refuse) -> Int64? {
    ExactDecimal(text, .json(largestExponent: 1_000))?
      .units(decimals: 6, rounding: surplus == .round).exact
  }

  /// A price above zero from a JSON value; nil when it is none.
  public static func price(_ json: JSONValue?, surplus: Surplus = .refuse) -> Price? {
    guard let text = json?.text, let micros = micros(text, surplus: surplus), micros > 0
    else { return nil }
    return Price(micros: micros)
  }

  /// An amount of money from a JSON value, finer digits rounded; nil when it is none.
  public static func amount(_ json: JSONValue?) -> Amount? {
    json?.text.flatMap { micros($0, surplus: .round) }.map(Amount.init(micros:))
  }

  /// A whole number from a JSON value, which may be written with a fraction of zeros; nil when it
  /// is none.
  public static func integer(_ json: JSONValue?) -> Int64? {
    guard let text = json?.text else { return nil }
    if let value = Int64(text) { return value }
    guard let micros = micros(text), micros.isMultiple(of: 1_000_000) else { return nil }
    return micros / 1_000_000
  }
}
