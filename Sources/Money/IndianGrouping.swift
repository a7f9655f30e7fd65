/// Digit grouping as it is written in India: the last three digits, then pairs.
public enum IndianGrouping {
  /// Groups the whole digits of a decimal text: `123456789.05` becomes `12,34,56,789.05`.
  ///
  /// - Parameter text: Digits with an optional leading `-` and an optional fraction.
  /// - Returns: The same text with commas in its whole part.
  public static func grouped(_ text: String) -> String {
    let sign = text.hasPrefix("-") ? "-" : ""
    let unsigned = text.dropFirst(sign.count)
    let point = unsigned.firstIndex(of: ".") ?? unsigned.endIndex
    let whole = Array(unsigned[..<point])
    var result = ""
    for (index, digit) in whole.enumerated() {
      let left = whole.count - index
      if index > 0, left == 3 || (left > 3 && left % 2 == 1) { result.append(",") }
      result.append(digit)
    }
    return sign + result + unsigned[point...]
  }
}
