import Market
import Money
import Recording
import TestSupport

/// Recordings with known content.
enum Sample {
  /// Random ticks in order, of some symbols, that say what records of a width hold.
  ///
  /// On a fifth of the sides nobody quotes. The last symbols may be indexes, quoted at their ltp.
  static func ticks(
    _ count: Int, symbols: Int = 3, indexes: Int = 0, width: RecordWidth = .full,
    using generator: inout SplitMix64
  ) -> (ticks: [Tick], table: InstrumentTable) {
    var table = InstrumentTable()
    for index in 0..<symbols {
      _ = table.intern("NSE:S\(index)-" + (index < symbols - indexes ? "EQ" : "INDEX"))
    }
    var time: Int64 = 1_739_250_283_722_000_000
    let ticks = (0..<count).map { _ in
      func quantity() -> Int64 { Int64.random(in: -1...1_000, using: &generator) }
      func price() -> Price {
        Price(micros: Int64.random(in: 1...9_999_999_999, using: &generator))
      }
      func side() -> Price {
        Int.random(in: 0..<5, using: &generator) == 0 ? .zero : price()
      }
      time += [0, 0, 1, 1_000, 1_000_000].randomElement(using: &generator) ?? 0
      var tick = Tick(
        time: EventTime(nanoseconds: time),
        instrument: InstrumentID(index: Int32.random(in: 0..<Int32(symbols), using: &generator)),
        bid: side(), ask: side(), ltp: price(), volume: max(0, quantity()))
      if tick.instrument.position >= symbols - indexes {
        tick.bid = tick.ltp
        tick.ask = tick.ltp
      }
      if width >= .traded { tick.lastQuantity = quantity() }
      if width >= .quoted {
        tick.bidQuantity = quantity()
        tick.askQuantity = quantity()
      }
      if width >= .full { tick.openInterest = quantity() }
      return tick
    }
    return (ticks, table)
  }

  /// Whether a tick's bid is above its ask, where both are quoted.
  static func isCrossed(_ tick: Tick) -> Bool {
    tick.bid > .zero && tick.ask > .zero && tick.bid > tick.ask
  }

  /// Writes ticks to a new recording, flushing now and then, and closes it.
  static func record(
    _ ticks: [Tick], of table: InstrumentTable, to path: String, flushEvery: Int? = nil,
    width: RecordWidth = .full
  ) throws {
    let writer = try RecordingWriter(
      creating: path, metadata: [("source", "sample")],
      flushInterval: RecordingWriter.neverFlush, width: width)
    for (index, tick) in ticks.enumerated() {
      try writer.append(tick, of: table)
      if let flushEvery, index % flushEvery == flushEvery - 1 { try writer.flush() }
    }
    try writer.close()
  }

}
