/// The moments a reading is about, in nanoseconds since 1970; none when `first` is above `last`.
struct WantedTimes {
  /// The first moment.
  let first: Int64
  /// The last moment, inclusive.
  let last: Int64

  /// All moments.
  static let all = WantedTimes(first: 0, last: .max)

  /// Whether a moment is among them.
  @inline(__always)
  func contains(_ nanoseconds: Int64) -> Bool { nanoseconds >= first && nanoseconds <= last }
}
