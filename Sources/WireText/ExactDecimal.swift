/// A decimal number of any size and fineness, exactly as it was written.
///
/// It holds the digits without zeros at either end and the power of ten they are to be multiplied
/// with, so no digit is lost before the number is asked for in units.
public struct ExactDecimal: Sendable, Equatable {
  /// How a number may be written.
  public struct Form: Sendable {
    let isLoose: Bool
    let largestExponent: Int?

    /// A number of JSON, though zeros may lead: `-?digits(.digits)?([eE][+-]?digits)?`.
    public static let json = Form(isLoose: false, largestExponent: .max)
    /// A number without an exponent: `-?digits(.digits)?`.
    public static let plain = Form(isLoose: false, largestExponent: nil)

    /// A number of JSON whose exponent is from `-limit` to `limit`.
    public static func json(largestExponent limit: Int) -> Form {
      Form(isLoose: false, largestExponent: limit)
    }

    /// The same with `+5`, `.5` and `5.` too.
    public static func loose(largestExponent limit: Int) -> Form {
      Form(isLoose: true, largestExponent: limit)
    }
  }

  /// A number in units, or why it is none.
  public enum Units: Sendable, Equatable {
    /// The units.
    case exactly(Int64)
    /// It has digits below the unit.
    case tooFine
    /// It does not fit 64 bits.
    case tooLarge

    /// The units; nil when there are none.
    public var exact: Int64? {
      if case .exactly(let units) = self { units } else { nil }
    }
  }

  private let isNegative: Bool
  private let digits: [UInt8]
  private let exponent: Int

  /// Whether it is above zero.
  public var isPositive: Bool { !isNegative && !digits.isEmpty }

  /// A number from its text; nil when the whole text is none.
  public init?(_ text: String, _ form: Form) {
    var rest = Array(text.utf8)[...]
    isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || form.isLoose && rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    var digits: [UInt8] = []
    let whole = Self.takeDigits(&rest, into: &digits)
    var fraction = 0
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      fraction = Self.takeDigits(&rest, into: &digits)
      guard form.isLoose || fraction > 0 else { return nil }
    }
    guard form.isLoose ? whole + fraction > 0 : whole > 0 else { return nil }
    guard var power = Self.power(rest, largest: form.largestExponent) else { return nil }
    power -= fraction
    while digits.last == 0 {
      digits.removeLast()
      power += 1
    }
    self.digits = digits
    exponent = digits.isEmpty ? 0 : power
  }

  /// Takes the digits that come first, and keeps them but for zeros that lead; how many it took.
  private static func takeDigits(
    _ rest: inout ArraySlice<UInt8>, into digits: inout [UInt8]
  ) -> Int {
    var count = 0
    for byte in rest {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { break }
      count += 1
      if byte > UInt8(ascii: "0") || !digits.isEmpty { digits.append(byte - UInt8(ascii: "0")) }
    }
    rest = rest.dropFirst(count)
    return count
  }

  /// The exponent that is all the text, 0 for none; nil when it is malformed or out of bounds.
  private static func power(_ text: ArraySlice<UInt8>, largest: Int?) -> Int? {
    guard let mark = text.first else { return 0 }
    guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E"), let largest else { return nil }
    var rest = text.dropFirst()
    let isDown = rest.first == UInt8(ascii: "-")
    if isDown || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    guard !rest.isEmpty else { return nil }
    var size = 0
    for byte in rest {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      // Beyond a million the number is out of reach either way.
      size = min(size * 10 + Int(byte - UInt8(ascii: "0")), 1_000_000)
    }
    guard size <= largest else { return nil }
    return isDown ? -size : size
  }

  /// The number in units of 10⁻ᵈ.
  ///
  /// - Parameters:
  ///   - decimals: The decimals a unit has.
  ///   - rounding: Whether digits below the unit are rounded half away from zero; otherwise the
  ///     number is too fine.
  /// - Returns: The units.
  public func units(decimals: Int, rounding: Bool = false) -> Units {
    let shift = exponent + decimals
    guard !digits.isEmpty else { return .exactly(0) }
    // Large before fine: what has digits on both sides of the range does not fit.
    guard digits.count + shift <= 19 else { return .tooLarge }
    guard shift >= 0 || rounding else { return .tooFine }
    let kept = max(0, digits.count + min(shift, 0))
    // Below zero, because the smallest number has no positive twin.
    var units: Int64 = 0
    for digit in digits.prefix(kept) + repeatElement(0, count: max(0, shift)) {
      guard let next = Self.appending(digit, to: units) else { return .tooLarge }
      units = next
    }
    if shift < 0, digits.count + shift >= 0, digits[kept] >= 5 {
      guard units > .min else { return .tooLarge }
      units -= 1
    }
    if isNegative { return .exactly(units) }
    return units == .min ? .tooLarge : .exactly(-units)
  }

  private static func appending(_ digit: UInt8, to units: Int64) -> Int64? {
    let (shifted, overflowed) = units.multipliedReportingOverflow(by: 10)
    let (sum, alsoOverflowed) = shifted.subtractingReportingOverflow(Int64(digit))
    return overflowed || alsoOverflowed ? nil : sum
  }

  /// The number without an exponent and without needless zeros; nil when its last digit is more than
  /// 127 places before the point or 128 behind it.
  public var plainText: String? {
    guard (-128...127).contains(exponent) else { return nil }
    guard !digits.isEmpty else { return "0" }
    var text = digits.map { $0 + UInt8(ascii: "0") }
    let zero = UInt8(ascii: "0")
    if exponent >= 0 {
      text += Array(repeating: zero, count: exponent)
    } else {
      let missing = 1 - exponent - text.count
      if missing > 0 { text.insert(contentsOf: repeatElement(zero, count: missing), at: 0) }
      text.insert(UInt8(ascii: "."), at: text.count + exponent)
    }
    return (isNegative ? "-" : "") + String(decoding: text, as: UTF8.self)
  }
}
