/// An indicator of a script: what feeds it, and the values it had.
struct IndicatorSlot {
  /// What feeds an indicator by itself.
  struct Source: Equatable {
    /// The place of the bars.
    let series: Int
    /// The column it takes; nil: the whole bar.
    let column: SeriesBar.Column?
  }

  /// The most past values that are kept.
  static let historyAtMost = 1_024
  private(set) var indicator: Indicator
  /// What feeds it; nil: the script's own `update`.
  let source: Source?
  private var history: [Double?] = []
  private var next = 0
  private var lastDay: Int64?

  init(_ specification: IndicatorSpecification, source: Source?) {
    indicator = Indicator(specification)
    self.source = source
  }

  /// The first output so many updates ago, 1 for now; nil when it was not ready or is forgotten.
  func past(_ place: Int64) -> Double? {
    guard place >= 1, place <= history.count else { return nil }
    let index = (next - Int(place) + 2 * Self.historyAtMost) % Self.historyAtMost
    return history[index]
  }

  /// Takes a closed bar of its source.
  mutating func take(_ bar: SeriesBar) {
    if indicator.kind.restartsWithSession, lastDay.map({ $0 != bar.day }) ?? false {
      indicator.reset()
    }
    lastDay = bar.day
    if let column = source?.column {
      update(bar.number(column))
    } else {
      update(bar.indicatorBar)
    }
  }

  mutating func update(_ number: Double) {
    if indicator.update(number) { remember() }
  }

  mutating func update(_ bar: IndicatorBar) {
    if indicator.update(bar) { remember() }
  }

  /// Begins anew when its kind does so each session.
  mutating func startSession() {
    if indicator.kind.restartsWithSession { indicator.reset() }
  }

  private mutating func remember() {
    if history.count < Self.historyAtMost {
      history.append(indicator.value())
      next = history.count % Self.historyAtMost
    } else {
      history[next] = indicator.value()
      next = (next + 1) % Self.historyAtMost
    }
  }
}
