/// The closed bars of one symbol and interval, the newest first.
struct BarHistory {
  /// The most bars that are kept at least; older ones are given up in bulk.
  static let atLeast = 100_000
  private var bars: [SeriesBar] = []

  /// How many there are.
  var count: Int { bars.count }

  /// The bar at a place, 1 for the newest; nil beyond the oldest.
  subscript(place: Int64) -> SeriesBar? {
    guard place >= 1, place <= bars.count else { return nil }
    return bars[bars.count - Int(place)]
  }

  /// All bars, the oldest first.
  var all: [SeriesBar] { bars }

  /// Adds the newest.
  mutating func append(_ bar: SeriesBar) {
    if bars.count >= 2 * Self.atLeast { bars.removeFirst(Self.atLeast) }
    bars.append(bar)
  }
}
