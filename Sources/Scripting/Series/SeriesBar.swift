import Market
import Money

/// A closed bar as scripts read it.
struct SeriesBar: Equatable {
  /// The columns of a series, by the numbers the prelude uses.
  enum Column: Int64, CaseIterable {
    case open
    case high
    case low
    case close
    case volume
    case time
  }

  /// The start in milliseconds since the epoch.
  let time: Int64
  /// The day of the start, in India.
  let day: Int64
  let open: Double
  let high: Double
  let low: Double
  let close: Double
  let volume: Int64

  init(_ bar: Bar) {
    time = bar.start.milliseconds
    day = IndianTime(bar.start).day
    open = NumberReading.double(micros: bar.open.micros)
    high = NumberReading.double(micros: bar.high.micros)
    low = NumberReading.double(micros: bar.low.micros)
    close = NumberReading.double(micros: bar.close.micros)
    volume = bar.volume
  }

  /// The value of a column as a float, for indicators.
  func number(_ column: Column) -> Double {
    switch column {
    case .open: open
    case .high: high
    case .low: low
    case .close: close
    case .volume: Double(volume)
    case .time: Double(time)
    }
  }

  /// The bar as indicators take it.
  var indicatorBar: IndicatorBar {
    IndicatorBar(high: high, low: low, close: close, volume: Double(volume))
  }
}
