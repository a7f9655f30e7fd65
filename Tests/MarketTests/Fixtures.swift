import Money
import Testing

@testable import Market

/// A moment from Indian civil time, `2026-11-23 09:15:00` or with milliseconds.
func moment(_ text: String) throws -> EventTime {
  let halves = text.split(separator: " ")
  let date = try #require(CivilDate(parsing: halves[0]))
  let pieces = halves[1].split(separator: ".")
  let clock = try #require(ClockTime(parsing: pieces[0]))
  let milliseconds = pieces.count == 2 ? try #require(Int64(pieces[1])) : 0
  return clock.on(day: date.dayNumber)
    .advanced(byNanoseconds: milliseconds * EventTime.nanosecondsPerMillisecond)
}

/// A date from `2026-11-23`.
func date(_ text: String) throws -> CivilDate { try #require(CivilDate(parsing: text)) }

/// A time from `15:10`.
func clock(_ text: String) throws -> ClockTime { try #require(ClockTime(parsing: text)) }

extension Tick {
  /// A tick whose three prices are one.
  static func fixture(
    _ time: EventTime, _ rupees: Int64, volume: Int64 = 0, instrument: Int32 = 0
  ) -> Tick {
    let price = Price(micros: rupees * 1_000_000)
    return Tick(
      time: time, instrument: InstrumentID(index: instrument), bid: price, ask: price, ltp: price,
      volume: volume)
  }
}
