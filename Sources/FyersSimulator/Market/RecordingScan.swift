import Market
import Money
import Recording

/// One pass over the recording before the market opens: which symbols, from which tick, on which grid.
struct RecordingScan: Sendable {
  /// What the pass found of one symbol.
  struct Row: Sendable {
    /// The first tick.
    var first: Tick
    /// The last tick's time and cumulative volume.
    var lastTime: EventTime
    /// The greatest common divisor of all its prices above zero, in millionths.
    var grid: Int64
    /// The lowest price above zero and the highest of any kind, in millionths.
    var low: Int64
    var high: Int64
    /// How many ticks.
    var count: Int64
  }

  /// By instrument id; nil for symbols of the registry that never tick.
  private(set) var rows: [Row?] = []
  /// All ticks.
  private(set) var tickCount: Int64 = 0
  /// The first and the last time in the files.
  private(set) var firstTime = EventTime(nanoseconds: 0)
  private(set) var lastTime = EventTime(nanoseconds: 0)

  /// A pass that has found nothing yet.
  init() {}

  /// Reads everything once.
  ///
  /// - Parameter reader: A reader at its beginning.
  /// - Throws: What is wrong with the input.
  init(reading reader: TickReader) throws(RecordingError) {
    let buffer = UnsafeMutableBufferPointer<Tick>.allocate(capacity: 1_024)
    buffer.initialize(repeating: Tick.blank)
    defer { buffer.deallocate() }
    while true {
      let count = try reader.nextBatch(into: buffer)
      guard count > 0 else { break }
      for index in 0..<count { note(buffer[index]) }
    }
  }

  /// What was found of an instrument; nil when it never ticks.
  func row(of position: Int) -> Row? { rows.indices.contains(position) ? rows[position] : nil }

  /// Takes one tick of the recording.
  mutating func note(_ tick: Tick) {
    let position = tick.instrument.position
    while rows.count <= position { rows.append(nil) }
    if tickCount == 0 { firstTime = tick.time }
    tickCount += 1
    lastTime = max(lastTime, tick.time)
    let prices = [tick.bid.micros, tick.ask.micros, tick.ltp.micros]
    var row =
      rows[position]
      ?? Row(
        first: tick, lastTime: tick.time, grid: 0, low: tick.ltp.micros, high: tick.ltp.micros,
        count: 0)
    // A side that nobody quotes on has no price.
    for price in prices where price > 0 {
      row.grid = Self.divisor(row.grid, price)
      row.low = min(row.low, price)
      row.high = max(row.high, price)
    }
    row.lastTime = tick.time
    row.count += 1
    rows[position] = row
  }

  private static func divisor(_ left: Int64, _ right: Int64) -> Int64 {
    var (large, small) = (left, right)
    // One step on nearly every tick: the grid is known after a few prices.
    while small != 0 { (large, small) = (small, large % small) }
    return large
  }
}
