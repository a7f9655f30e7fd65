public import Money

/// Exact decimal numbers from their digits, never through `Double`.
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
    var rest = Array(text.utf8)[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative { rest = rest.dropFirst() }
    let whole = digits(&rest)
    guard !whole.isEmpty else { return nil }
    var fraction: ArraySlice<UInt8> = []
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      fraction = digits(&rest)
      guard !fraction.isEmpty else { return nil }
    }
    guard let exponent = exponent(&rest), rest.isEmpty else { return nil }
    return micros(
      whole + fraction, isNegative: isNegative, shift: exponent - fraction.count + 6,
      surplus: surplus)
  }

  /// A price above zero from a JSON value; nil when it is none.
  public static func price(_ json: WireJSON?, surplus: Surplus = .refuse) -> Price? {
    guard let text = json?.scalarText, let micros = micros(text, surplus: surplus), micros > 0
    else { return nil }
    return Price(micros: micros)
  }

  /// An amount of money from a JSON value, finer digits rounded; nil when it is none.
  public static func amount(_ json: WireJSON?) -> Amount? {
    json?.scalarText.flatMap { micros($0, surplus: .round) }.map(Amount.init(micros:))
  }

  /// A whole number from a JSON value, which may be written with a fraction of zeros; nil when it
  /// is none.
  public static func integer(_ json: WireJSON?) -> Int64? {
    guard let text = json?.scalarText else { return nil }
    if let value = Int64(text) { return value }
    guard let micros = micros(text), micros.isMultiple(of: 1_000_000) else { return nil }
    return micros / 1_000_000
  }

  private static func digits(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    rest = rest.dropFirst(digits.count)
    return digits
  }

  /// The exponent, 0 without one; nil when it is malformed or absurd.
  private static func exponent(_ rest: inout ArraySlice<UInt8>) -> Int? {
    guard let mark = rest.first else { return 0 }
    guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else { return nil }
    rest = rest.dropFirst()
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    guard let value = Int(String(decoding: digits(&rest), as: UTF8.self)), value <= 1_000 else {
      return nil
    }
    return isNegative ? -value : value
  }

  /// `digits × 10^shift`, with what a negative shift cuts off treated as told.
  private static func micros(
    _ digits: ArraySlice<UInt8>, isNegative: Bool, shift: Int, surplus: Surplus
  ) -> Int64? {
    let kept = digits.dropLast(max(0, -shift))
    let cut = digits.dropFirst(kept.count)
    var value: Int64 = 0
    for digit in kept + repeatElement(UInt8(ascii: "0"), count: max(0, shift)) {
      let (shifted, overflowed) = value.multipliedReportingOverflow(by: 10)
      let (sum, alsoOverflowed) = shifted.addingReportingOverflow(
        Int64(digit) - Int64(UInt8(ascii: "0")))
      guard !overflowed, !alsoOverflowed else { return nil }
      value = sum
    }
    let isCutExactly = cut.allSatisfy { $0 == UInt8(ascii: "0") }
    switch surplus {
    case .refuse:
      guard isCutExactly else { return nil }
    case .round:
      // A shift beyond all digits leaves less than a tenth of a millionth.
      let roundsUp = cut.count == -shift && (cut.first ?? 0) >= UInt8(ascii: "5")
      let (sum, overflowed) = value.addingReportingOverflow(roundsUp ? 1 : 0)
      guard !overflowed else { return nil }
      value = sum
    }
    return isNegative ? -value : value
  }
}
