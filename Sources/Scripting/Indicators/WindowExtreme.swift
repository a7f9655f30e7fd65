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
