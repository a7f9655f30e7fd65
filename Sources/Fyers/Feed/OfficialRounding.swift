import Foundation

/// Rounding of doubles as Python's `round` does it.
enum OfficialRounding {
  /// The double nearest to the decimal number of 2 or 4 places that is nearest to the exact value;
  /// a tie goes to the even digit.
  static func round(_ value: Double, decimals: Int) -> Double {
    let factor = decimals == 2 ? 100.0 : 10_000.0
    let product = value * factor
    guard product.magnitude < 0x1p51 else {
      // Beyond this a double has no such places to speak of; let the C library find the digits.
      return Double(String(format: "%.\(decimals)f", value)) ?? value
    }
    // What the multiplication lost, exactly: it decides what looks like a tie.
    let lost = (-product).addingProduct(value, factor)
    var nearest = product.rounded(.toNearestOrEven)
    let rest = product - nearest
    if rest == 0.5, lost > 0 { nearest += 1 }
    if rest == -0.5, lost < 0 { nearest -= 1 }
    return (nearest == 0 ? Double(signOf: value, magnitudeOf: 0) : nearest) / factor
  }
}
