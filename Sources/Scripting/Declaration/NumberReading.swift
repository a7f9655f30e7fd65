import Money
import Trading

/// Turns Lua's numbers into exact values; no input traps.
enum NumberReading {
  /// A requested price: rounded to a thousand-millionth, or the reason it is none.
  static func price(_ number: Double) -> RequestedPrice {
    if let flaw = flaw(of: number) { return .invalid(flaw) }
    guard number >= 0.000_001 else { return .invalid("\(number), below a millionth") }
    guard let nanos = nanos(number), nanos <= RequestedPrice.largestNanos else {
      return .invalid("\(number), too large")
    }
    return .nanos(nanos)
  }

  /// A requested price from Lua's integer, without going through a float.
  static func price(_ number: Int64) -> RequestedPrice {
    guard number > 0 else { return .invalid("\(number)") }
    let (nanos, overflow) = number.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow, nanos <= RequestedPrice.largestNanos else {
      return .invalid("\(number), too large")
    }
    return .nanos(nanos)
  }

  /// A requested quantity: floats count when they are whole.
  static func quantity(_ number: Double) -> RequestedQuantity {
    if let whole = Int64(exactly: number) { return .whole(whole) }
    return .invalid(number.isNaN ? "nan" : "\(number)")
  }

  /// Why a number is no positive finite one; nil when it is.
  static func flaw(of number: Double) -> String? {
    if number.isNaN { return "nan" }
    return number > 0 && number.isFinite ? nil : "\(number)"
  }

  /// Thousand-millionths, rounded; nil when they do not fit.
  static func nanos(_ number: Double) -> Int64? {
    let scaled = (number * 1_000_000_000).rounded()
    guard scaled.magnitude < 9.2e18 else { return nil }
    return Int64(scaled)
  }

  /// An amount of money, rounded to a millionth; nil when it does not fit or is not finite.
  static func amount(_ number: Double) -> Amount? {
    let scaled = (number * 1_000_000).rounded()
    guard scaled.magnitude < 9.2e18 else { return nil }
    return Amount(micros: Int64(scaled))
  }

  /// The number scripts see for millionths: the double nearest to it.
  @inline(__always)
  static func double(micros: Int64) -> Double { Double(micros) / 1_000_000 }
}
