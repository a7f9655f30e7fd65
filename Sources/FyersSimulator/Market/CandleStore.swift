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

/// An interval of `/data/history` (FYERS.md §10).
enum CandleInterval: Equatable, Sendable {
  case seconds(Int64)
  case minutes(Int64)
  case day
  case week
  case month

  /// The interval of a resolution; nil when FYERS knows none of that text.
  init?(resolution: String) {
    switch resolution {
    case "5S", "10S", "15S", "30S", "45S": self = .seconds(Int64(resolution.dropLast()) ?? 5)
    case "1", "2", "3", "5", "10", "15", "20", "30", "45", "60", "120", "180", "240":
      self = .minutes(Int64(resolution) ?? 1)
    case "D", "1D": self = .day
    case "1W": self = .week
    case "1M": self = .month
    default: return nil
    }
  }

  /// Whether it needs candles finer than a minute.
  var isFine: Bool {
    if case .seconds = self { return true }
    return false
  }

  /// The longest range of one call, in days.
  var daysMax: Int64 {
    switch self {
    case .seconds: 30
    case .minutes: 100
    case .day, .week, .month: 366
    }
  }

  /// The start of the interval that a second lies in.
  ///
  /// Intraday intervals count from 09:15 Indian time, longer ones are named by midnight UTC of their
  /// first date.
  func start(of second: Int64) -> Int64 {
    let civil = IndianTime(EventTime(nanoseconds: second * 1_000_000_000))
    switch self {
    case .seconds(let length): return Self.intraday(civil, length: length)
    case .minutes(let length): return Self.intraday(civil, length: length * 60)
    case .day: return civil.day * 86_400
    case .week: return (civil.day - Int64(civil.date.weekday)) * 86_400
    case .month: return (civil.day - Int64(civil.date.day - 1)) * 86_400
    }
  }

  private static func intraday(_ civil: IndianTime, length: Int64) -> Int64 {
    let sessionStart: Int64 = 9 * 3_600 + 15 * 60
    let since = civil.secondOfDay - sessionStart
    let remainder = since % length
    let start = civil.secondOfDay - (remainder < 0 ? remainder + length : remainder)
    return civil.day * 86_400 - 19_800 + start
  }
}
