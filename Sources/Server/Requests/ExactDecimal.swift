/// A decimal number of any size and fineness, exactly as it was written.
///
/// It holds the digits without zeros at either end and the power of ten they are to be multiplied
/// with, so no digit is lost before the number is asked for in units.
struct ExactDecimal: Sendable, Equatable {
  /// A number in units, or why it is none.
  enum Units: Sendable, Equatable {
    /// The units.
    case exactly(Int64)
    /// It has digits below the unit.
    case tooFine
    /// It does not fit 64 bits.
    case tooLarge
  }

  private let isNegative: Bool
  private let digits: [UInt8]
  private let exponent: Int

  /// Whether it is above zero.
  var isPositive: Bool { !isNegative && !digits.isEmpty }

  /// A number from the text of a JSON number, or from `-?digits(.digits)?`, which is a part of it.
  ///
  /// - Parameters:
  ///   - text: The whole text.
  ///   - allowsExponent: Whether `1e3` is a number.
  /// - Returns: The number; nil when the text is none.
  init?(_ text: some StringProtocol, allowsExponent: Bool) {
    var rest = Array(text.utf8)[...]
    isNegative = rest.first == UInt8(ascii: "-")
    if isNegative { rest = rest.dropFirst() }
    let whole = Self.digits(&rest)
    guard !whole.isEmpty else { return nil }
    var fraction: [UInt8] = []
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      fraction = Self.digits(&rest)
      guard !fraction.isEmpty else { return nil }
    }
    var power = 0
    if allowsExponent, rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      let isDown = rest.first == UInt8(ascii: "-")
      if isDown || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
      let exponent = Self.digits(&rest)
      guard !exponent.isEmpty else { return nil }
      // Beyond a million the number is out of reach either way.
      let size = exponent.reduce(0) { min($0 * 10 + Int($1), 1_000_000) }
      power = isDown ? -size : size
    }
    guard rest.isEmpty else { return nil }
    var all = (whole + fraction)[...]
    while all.first == 0 { all = all.dropFirst() }
    power -= fraction.count
    while all.last == 0 {
      all = all.dropLast()
      power += 1
    }
    digits = Array(all)
    exponent = digits.isEmpty ? 0 : power
  }

  private static func digits(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
    let count = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count).map { $0 - UInt8(ascii: "0") }
  }

  /// The number in units of 10⁻ᵈ, where `d` is `decimals`.
  func units(decimals: Int) -> Units {
    let shift = exponent + decimals
    guard !digits.isEmpty else { return .exactly(0) }
    // Large before fine: what has digits on both sides of the range does not fit.
    guard digits.count + shift <= 19 else { return .tooLarge }
    guard shift >= 0 else { return .tooFine }
    var units: Int64 = 0
    for digit in digits + Array(repeating: 0, count: shift) {
      let (shifted, overflow) = units.multipliedReportingOverflow(by: 10)
      let (sum, alsoOverflow) = shifted.subtractingReportingOverflow(Int64(digit))
      if overflow || alsoOverflow { return .tooLarge }
      units = sum
    }
    if isNegative { return .exactly(units) }
    return units == .min ? .tooLarge : .exactly(-units)
  }
}
