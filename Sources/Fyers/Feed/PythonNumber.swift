/// Numbers as Python writes them.
enum PythonNumber {
  /// The shortest digits that read back as the same double, with a point or an exponent.
  static func text(_ value: Double) -> String {
    // Swift turns to exponents at 2⁵³, Python at 10¹⁶.
    if value.magnitude >= 0x1p53, value.magnitude < 1e16 { return "\(Int64(value)).0" }
    return value.description
  }
}
