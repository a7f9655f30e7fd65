/// An indicator of a script, and what feeds it.
struct IndicatorSlot {
  /// What feeds an indicator by itself.
  struct Source: Equatable {
    /// The place of the bars.
    let series: Int
    /// The column it takes; nil: the whole bar.
    let column: SeriesBar.Column?
  }

  let indicator: Indicator
  /// What feeds it; nil: the script's own `update`.
  let source: Source?
  private var lastDay: Int64?

  init(_ specification: IndicatorSpecification, source: Source?) {
    indicator = Indicator(specification)
    self.source = source
    if source != nil { indicator.refuseScripts() }
  }

  /// Takes a closed bar of its source.
  mutating func take(_ bar: SeriesBar) {
    if indicator.kind.restartsWithSession, lastDay.map({ $0 != bar.day }) ?? false {
      indicator.reset()
    }
    lastDay = bar.day
    if let column = source?.column {
      indicator.update(bar.number(column))
    } else {
      indicator.update(bar.indicatorBar)
    }
  }

  /// Begins anew when its kind does so each session.
  func startSession() {
    if indicator.kind.restartsWithSession { indicator.reset() }
  }
}
