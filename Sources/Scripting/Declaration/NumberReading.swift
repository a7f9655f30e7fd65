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

/// Reads the times scripts write: `14:30`, `14:30:15`, `45m`.
enum ClockText {
  /// The second of the day of `HH:MM` or `HH:MM:SS`; nil for anything else.
  static func secondOfDay(_ text: String) -> Int64? {
    let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3 else { return nil }
    var numbers: [Int64] = []
    for part in parts {
      guard let number = wholeNumber(part), part.count <= 2 else { return nil }
      numbers.append(number)
    }
    guard parts.dropFirst().allSatisfy({ $0.count == 2 }) else { return nil }
    let second = numbers.count == 3 ? numbers[2] : 0
    guard numbers[0] < 24, numbers[1] < 60, second < 60 else { return nil }
    return numbers[0] * 3_600 + numbers[1] * 60 + second
  }

  /// The seconds of `30s`, `45m` or `2h`, above zero and at most a thousand days; nil otherwise.
  static func duration(_ text: String) -> Int64? {
    guard let unit = text.utf8.last, let number = wholeNumber(text.utf8.dropLast()) else {
      return nil
    }
    let factor: Int64
    switch unit {
    case UInt8(ascii: "s"): factor = 1
    case UInt8(ascii: "m"): factor = 60
    case UInt8(ascii: "h"): factor = 3_600
    default: return nil
    }
    guard number > 0, number <= 86_400_000 / factor else { return nil }
    return number * factor
  }

  private static func wholeNumber(_ digits: some Collection<UInt8>) -> Int64? {
    guard !digits.isEmpty, digits.count <= 9 else { return nil }
    var number: Int64 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      number = number * 10 + Int64(digit - UInt8(ascii: "0"))
    }
    return number
  }
}
