/// A running indicator of any kind: what the script host drives.
///
/// It is a value: a copy keeps its state, so a callback that fails can be undone. Updates allocate
/// nothing (unless a copy is kept). A number that is NaN, infinite or beyond ±10¹⁰⁰ in what the
/// indicator reads makes the whole update ignored: the values stay as they were, and no later value
/// is spoilt.
package struct Indicator: Sendable {
  /// What it was made from.
  package let specification: IndicatorSpecification
  private var state: any IndicatorState
  private var current = Indicator.nothing
  private var previous = Indicator.nothing

  /// The largest number an update takes, either way.
  package static let largestInput = 1e100
  /// Marks outputs that are not ready.
  private static let nothing = SIMD4<Double>(repeating: .nan)

  /// A fresh indicator.
  package init(_ specification: IndicatorSpecification) {
    self.specification = specification
    state = specification.makeState()
  }

  /// The indicator's kind.
  package var kind: IndicatorKind { specification.kind }

  /// The names of the outputs, in the order of their index.
  package var outputs: [String] { kind.outputs }

  /// Whether every output has a value.
  package var isReady: Bool {
    (0..<kind.outputs.count).allSatisfy { value(at: $0) != nil }
  }

  /// An output after the last update that was taken; nil before it is ready, or when there is none
  /// of that index.
  package func value(at output: Int = 0) -> Double? { Self.number(current, output) }

  /// An output before the last update that was taken, for crossings.
  package func previousValue(at output: Int = 0) -> Double? { Self.number(previous, output) }

  /// Takes one number; for an indicator of bars it stands for high, low and close, without volume.
  ///
  /// - Returns: Whether it was taken.
  @discardableResult
  package mutating func update(_ value: Double) -> Bool {
    guard abs(value) <= Self.largestInput else { return false }
    publish(state.take(IndicatorBar(value: value)))
    return true
  }

  /// Takes one bar; an indicator of a series takes its close.
  ///
  /// - Returns: Whether it was taken.
  @discardableResult
  package mutating func update(_ bar: IndicatorBar) -> Bool {
    guard abs(bar.close) <= Self.largestInput else { return false }
    if kind.input != .series {
      guard abs(bar.high) <= Self.largestInput, abs(bar.low) <= Self.largestInput else {
        return false
      }
      if kind.usesVolume {
        guard abs(bar.volume) <= Self.largestInput else { return false }
      }
    }
    publish(state.take(bar))
    return true
  }

  /// Takes one bar given as numbers.
  ///
  /// - Returns: Whether it was taken.
  @discardableResult
  package mutating func update(
    high: Double, low: Double, close: Double, volume: Double = 0
  ) -> Bool {
    update(IndicatorBar(high: high, low: low, close: close, volume: volume))
  }

  /// Forgets everything, as `vwap` does when a session begins.
  package mutating func reset() { self = Indicator(specification) }

  private mutating func publish(_ outputs: SIMD4<Double>) {
    previous = current
    current = outputs
  }

  private static func number(_ outputs: SIMD4<Double>, _ output: Int) -> Double? {
    guard (0..<4).contains(output) else { return nil }
    let value = outputs[output]
    return value.isNaN ? nil : value
  }
}

/// The numbers of one bar that indicators read.
package struct IndicatorBar: Equatable, Sendable {
  /// The highest price.
  package var high: Double
  /// The lowest price.
  package var low: Double
  /// The last price.
  package var close: Double
  /// Units traded; 0 when unknown.
  package var volume: Double

  /// A bar from its numbers.
  package init(high: Double, low: Double, close: Double, volume: Double = 0) {
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
  }

  /// A bar of one value, without volume.
  package init(value: Double) { self.init(high: value, low: value, close: value) }

  /// A third of high, low and close (TA-Lib `TYPPRICE`).
  var typicalPrice: Double { (high + low + close) / 3 }
}
