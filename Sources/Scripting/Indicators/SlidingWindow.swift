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

/// The arithmetic mean of the last n values (TA-Lib `SMA`).
struct WindowMean: Sendable {
  private var window: SlidingWindow
  private var sum = RunningSum()
  private let parts: RunningSum.Parts

  /// The mean of this many values.
  init(period: Int) {
    window = SlidingWindow(size: period)
    parts = RunningSum.Parts(Double(window.size))
  }

  /// The mean; nil before the window is full.
  var value: Double? { window.isFull ? sum.divided(into: parts) : nil }

  /// Takes the next value.
  mutating func update(_ value: Double) {
    let fallen = window.push(value)
    guard !window.hasWrapped else { return rebuild() }
    sum.add(value)
    if let fallen { sum.add(-fallen) }
  }

  private mutating func rebuild() {
    sum = RunningSum()
    for value in window.values { sum.add(value) }
  }
}

extension WindowMean: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar.close)
    return packed(value)
  }
}

/// The mean and the population standard deviation of the last n values (TA-Lib `STDDEV`).
///
/// Sums of the distances from a pivot, and of their squares, are kept running. They are rebuilt around the
/// mean once a turn of the ring, and whenever the mean has moved so far from the pivot, or what has left the
/// window was so large, that the difference of the sums would lose digits. So the deviation is good to
/// 10⁻¹² of itself however high the prices are and however little they move, is exactly zero for a flat
/// window, and does not drift.
struct WindowDeviation: Sendable {
  private var window: SlidingWindow
  /// One over the number of values.
  private let share: Double
  private var pivot = 0.0
  private var sum = RunningSum()
  private var squares = RunningSum()
  private var largestSquares = 0.0
  /// The sum of the squared distances from the mean.
  private var spread = 0.0

  /// How many times the spread the squares around the pivot may be.
  private static let farthestPivot = 64.0
  /// The share of the largest sum of squares below which what is left is rebuilt.
  private static let cancellation = 1e-10

  /// The moments of this many values.
  init(period: Int) {
    window = SlidingWindow(size: period)
    share = 1 / Double(window.size)
  }

  /// The mean; nil before the window is full.
  var mean: Double? { window.isFull ? pivot + sum.value * share : nil }

  /// The population standard deviation; nil before the window is full.
  var deviation: Double? { window.isFull ? (spread * share).squareRoot() : nil }

  /// Takes the next value.
  mutating func update(_ value: Double) {
    if window.count == 0 { pivot = value }
    let fallen = window.push(value)
    guard !window.hasWrapped else { return rebuild() }
    let distance = value - pivot
    sum.add(distance)
    squares.add(distance * distance)
    guard let fallen else { return }
    let old = fallen - pivot
    sum.add(-old)
    squares.add(-(old * old))
    let around = squares.value
    largestSquares = max(largestSquares, around)
    spread = around - sum.value * sum.value * share
    if spread * Self.farthestPivot < around || around < Self.cancellation * largestSquares {
      rebuild()
    }
  }

  private mutating func rebuild() {
    // Distances from the first value: the mean of a flat window is then that value exactly.
    let first = window.values[0]
    pivot = first + window.values.reduce(0) { $0 + ($1 - first) } * share
    sum = RunningSum()
    squares = RunningSum()
    for value in window.values {
      let distance = value - pivot
      sum.add(distance)
      squares.add(distance * distance)
    }
    largestSquares = squares.value
    spread = max(0, largestSquares - sum.value * sum.value * share)
  }
}

extension WindowDeviation: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar.close)
    return packed(deviation)
  }
}

/// The highest or the lowest of the last n values (TA-Lib `MAX`, `MIN`).
///
/// A monotonic queue: a value that a newer one beats can never be the answer again, so each value
/// enters and leaves once and an update costs a constant on average.
struct WindowExtreme: Sendable {
  private let sign: Double
  private let period: Int
  private var values: [Double]
  private var expiries: [Int]
  private var head = 0
  private var length = 0
  private var seen = 0

  private init(period: Int, sign: Double) {
    self.period = max(1, period)
    self.sign = sign
    values = Array(repeating: 0, count: self.period)
    expiries = Array(repeating: 0, count: self.period)
  }

  /// The highest of this many values.
  static func highest(period: Int) -> WindowExtreme { WindowExtreme(period: period, sign: 1) }

  /// The lowest of this many values.
  static func lowest(period: Int) -> WindowExtreme { WindowExtreme(period: period, sign: -1) }

  /// The extreme; nil before the window is full.
  var value: Double? { seen >= period ? sign * values[head] : nil }

  /// Takes the next value.
  mutating func update(_ value: Double) {
    let signed = sign * value
    seen += 1
    if length > 0, expiries[head] == seen {
      head = head + 1 == period ? 0 : head + 1
      length -= 1
    }
    while length > 0, values[slot(length - 1)] <= signed { length -= 1 }
    let tail = slot(length)
    values[tail] = signed
    expiries[tail] = seen + period
    length += 1
  }

  private func slot(_ offset: Int) -> Int {
    let index = head + offset
    return index < period ? index : index - period
  }
}

extension WindowExtreme: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar.close)
    return packed(value)
  }
}

/// The change against the value n updates ago, in percent (TA-Lib `ROC`).
struct RateOfChange: Sendable {
  private var window: SlidingWindow
  private(set) var value: Double?

  /// The change over this many updates.
  init(period: Int) { window = SlidingWindow(size: period) }

  /// Takes the next value; against zero the change is zero, as in TA-Lib.
  mutating func update(_ value: Double) {
    guard let old = window.push(value) else { return }
    self.value = old == 0 ? 0 : (value - old) / old * 100
  }
}

extension RateOfChange: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar.close)
    return packed(value)
  }
}
