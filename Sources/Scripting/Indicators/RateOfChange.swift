/// The change against the value n updates ago, in percent (TA-Lib `ROC`).
struct RateOfChange: Sendable {
  private var window: SlidingWindow
  private(set) var value: Double?

  /// The change over this many updates.
  init(period: Int) { window = SlidingWindow(size: period) }

  /// Takes the next value; against zero the change is zero, as in TA-Lib.
  mutating func update(_ value: Double) {
    guard let old = window.push(value) else { return }
    self.value = old == 0 ? 0 : (value / old - 1) * 100
  }
}
