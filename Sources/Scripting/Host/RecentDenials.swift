import Trading

/// The last denials, so that their sentences are put together only when a script reads them.
struct RecentDenials {
  /// How many are kept.
  static let atMost = 65_536
  private var denials: [Denial] = []
  private var count: Int64 = 0

  /// Keeps a denial and gives its number.
  mutating func add(_ denial: Denial) -> Int64 {
    if denials.count < Self.atMost {
      denials.append(denial)
    } else {
      denials[Int(count) % Self.atMost] = denial
    }
    count += 1
    return count - 1
  }

  /// The sentence of a denial; nil when it is no longer kept.
  func detail(of number: Int64) -> String? {
    guard number >= 0, number < count, number >= count - Int64(denials.count) else { return nil }
    return denials[Int(number) % Self.atMost].detail
  }
}
