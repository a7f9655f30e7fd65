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
