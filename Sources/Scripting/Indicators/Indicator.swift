import CLuaBridge

/// A running indicator of any kind.
///
/// What can be read of it lies in a record that the bridge reads too, so that a script's update needs no
/// more than the arithmetic. Updates allocate nothing. A number that is NaN, infinite or beyond ±10¹⁰⁰ in
/// what the indicator reads makes the whole update ignored: the values stay as they were, and no later
/// value is spoilt.
package final class Indicator {
  /// What it was made from.
  package let specification: IndicatorSpecification
  /// Its values as the bridge reads them.
  let record: UnsafeMutablePointer<sauda_indicator>
  private var release: () -> Void = {}

  /// The largest number an update takes, either way.
  package static let largestInput = 1e100
  /// The most past values that are kept.
  static let historyAtMost = Int(SAUDA_INDICATOR_PAST)

  /// A fresh indicator, fed by hand.
  package init(_ specification: IndicatorSpecification) {
    self.specification = specification
    record = .allocate(capacity: 1)
    record.initialize(to: sauda_indicator())
    record.pointee.past = .allocate(capacity: Self.historyAtMost)
    let kind = specification.kind
    record.pointee.output_count = Int32(kind.outputs.count)
    record.pointee.reads_range = kind.input != .series
    record.pointee.reads_volume = kind.usesVolume
    record.pointee.takes_number = kind.input != .bars
    record.pointee.takes_bar = true
    record.pointee.largest = Self.largestInput
    begin()
  }

  deinit {
    release()
    record.pointee.past.deallocate()
    record.deallocate()
  }

  /// Leaves its updates to the host: those of a script are errors.
  func refuseScripts() {
    record.pointee.takes_number = false
    record.pointee.takes_bar = false
  }

  /// The indicator's kind.
  package var kind: IndicatorKind { specification.kind }

  /// The names of the outputs, in the order of their index.
  package var outputs: [String] { kind.outputs }

  /// Whether every output has a value.
  package var isReady: Bool { sauda_indicator_is_ready(record) }

  /// An output after the last update that was taken; nil before it is ready, or when there is none
  /// of that index.
  package func value(at output: Int = 0) -> Double? {
    let outputs = record.pointee.outputs
    return switch output {
    case 0: Self.known(outputs.0)
    case 1: Self.known(outputs.1)
    case 2: Self.known(outputs.2)
    case 3: Self.known(outputs.3)
    default: nil
    }
  }

  /// The first output so many updates ago, 1 for now; nil when it was not ready or is forgotten.
  package func past(_ place: Int64) -> Double? {
    Self.known(sauda_indicator_past(record, place))
  }

  /// Takes one number; for an indicator of bars it stands for high, low and close, without volume.
  ///
  /// - Returns: Whether it was taken.
  @discardableResult
  package func update(_ value: Double) -> Bool {
    sauda_indicator_take(record, value, value, value, 0)
  }

  /// Takes one bar; an indicator of a series takes its close.
  ///
  /// - Returns: Whether it was taken.
  @discardableResult
  package func update(_ bar: IndicatorBar) -> Bool {
    sauda_indicator_take(record, bar.high, bar.low, bar.close, bar.volume)
  }

  /// Takes one bar given as numbers.
  ///
  /// - Returns: Whether it was taken.
  @discardableResult
  package func update(high: Double, low: Double, close: Double, volume: Double = 0) -> Bool {
    sauda_indicator_take(record, high, low, close, volume)
  }

  /// Forgets everything but past values, as `vwap` does when a session begins.
  package func reset() {
    release()
    begin()
  }

  /// Puts a fresh state into the record, and how to advance it.
  func hold<State: IndicatorState>(_ state: State, _ step: @escaping sauda_indicator_step) {
    let memory = UnsafeMutablePointer<State>.allocate(capacity: 1)
    memory.initialize(to: state)
    record.pointee.outputs = (.nan, .nan, .nan, .nan)
    record.pointee.state = UnsafeMutableRawPointer(memory)
    record.pointee.step = step
    release = {
      memory.deinitialize(count: 1)
      memory.deallocate()
    }
  }

  private static func known(_ output: Double) -> Double? { output.isNaN ? nil : output }
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
