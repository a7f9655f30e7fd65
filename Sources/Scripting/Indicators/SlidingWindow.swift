/// The last values of a series, in a ring of fixed size.
///
/// The memory is taken once, when the window is made; nothing is allocated afterwards.
struct SlidingWindow: Sendable {
  /// The slots; from the first in the order of arrival whenever ``hasWrapped`` is true.
  private(set) var values: [Double]
  private var next = 0
  private(set) var count = 0

  /// An empty window over this many values, at least one.
  init(size: Int) { values = Array(repeating: 0, count: max(1, size)) }

  /// How many values it holds when full.
  var size: Int { values.count }

  /// Whether it holds as many values as it can.
  var isFull: Bool { count == values.count }

  /// Whether the last value went into the last slot, so that the slots are oldest first.
  ///
  /// It is true once in every ``size`` updates: the moment to rebuild running sums exactly, so that
  /// rounding never adds up over more than one turn.
  var hasWrapped: Bool { next == 0 && isFull }

  /// Puts a value in and returns the one that fell out; nil while the window was filling.
  mutating func push(_ value: Double) -> Double? {
    let fallen = isFull ? values[next] : nil
    values[next] = value
    next = next + 1 == values.count ? 0 : next + 1
    if fallen == nil { count += 1 }
    return fallen
  }
}
