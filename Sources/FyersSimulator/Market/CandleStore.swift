import Market
import Money

/// Candles of what has been played, per instrument.
///
/// Five-second ones for short intervals, one-minute ones for the rest; the oldest go first.
struct CandleStore: Sendable {
  /// One interval's prices.
  struct Candle: Equatable, Sendable {
    /// Interval start, epoch seconds.
    var start: Int64
    var open: Int64
    var high: Int64
    var low: Int64
    var close: Int64
    /// Units traded in the interval.
    var volume: Int64
    /// Open interest at its end; 0 when unknown.
    var openInterest: Int64
  }

  private var fine: [[Candle]]
  private var coarse: [[Candle]]
  private let limit: Int

  /// A store for this many instruments.
  init(instruments: Int) {
    fine = Array(repeating: [], count: instruments)
    coarse = Array(repeating: [], count: instruments)
    limit = max(64, min(7_500, 1_000_000 / max(1, instruments)))
  }

  /// Notes a tick, whose growth of volume is `growth`.
  mutating func note(_ tick: Tick, growth: Int64) {
    let position = tick.instrument.position
    let second = tick.time.nanoseconds / EventTime.nanosecondsPerSecond
    Self.note(tick, growth: growth, start: second - second % 5, in: &fine[position], limit: limit)
    Self.note(
      tick, growth: growth, start: second - second % 60, in: &coarse[position], limit: limit)
  }

  private static func note(
    _ tick: Tick, growth: Int64, start: Int64, in rows: inout [Candle], limit: Int
  ) {
    let price = tick.ltp.micros
    let interest = max(0, tick.openInterest)
    if let last = rows.indices.last, rows[last].start >= start {
      rows[last].high = max(rows[last].high, price)
      rows[last].low = min(rows[last].low, price)
      rows[last].close = price
      rows[last].volume &+= growth
      rows[last].openInterest = interest
      return
    }
    if rows.count >= limit + limit / 4 { rows.removeFirst(rows.count - limit) }
    rows.append(
      Candle(
        start: start, open: price, high: price, low: price, close: price, volume: growth,
        openInterest: interest))
  }

  /// Candles of an interval, ascending, whose start lies in the range.
  ///
  /// - Parameters:
  ///   - instrument: Of what.
  ///   - interval: How long each is.
  ///   - range: Epoch seconds of interval starts, both ends included.
  /// - Returns: The candles; the last may still grow.
  func candles(of instrument: Int, interval: CandleInterval, range: ClosedRange<Int64>) -> [Candle]
  {
    let source = interval.isFine ? fine[instrument] : coarse[instrument]
    var out: [Candle] = []
    for row in source {
      let start = interval.start(of: row.start)
      guard range.contains(start) else { continue }
      guard let last = out.indices.last, out[last].start == start else {
        var first = row
        first.start = start
        out.append(first)
        continue
      }
      out[last].high = max(out[last].high, row.high)
      out[last].low = min(out[last].low, row.low)
      out[last].close = row.close
      out[last].volume &+= row.volume
      out[last].openInterest = row.openInterest
    }
    return out
  }
}
