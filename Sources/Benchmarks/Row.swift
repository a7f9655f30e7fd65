import Glibc

/// The lines of the table.
enum Row {
  static func heading(_ text: String) { print("\n\(text)") }

  /// One measured thing: its cost, and how it compares with what it is held against.
  static func show(_ name: String, _ cost: String, _ note: String = "") {
    let padding = String(repeating: " ", count: max(1, 46 - name.count))
    let left = String(repeating: " ", count: max(1, 14 - cost.count))
    print("  \(name)\(padding)\(left)\(cost)  \(note)")
    fflush(nil)
  }

  /// Nanoseconds with one decimal.
  static func nanoseconds(_ value: Double) -> String { "\(tenths(value)) ns" }

  /// A ratio with two decimals.
  static func ratio(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// A number with one decimal.
  static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
