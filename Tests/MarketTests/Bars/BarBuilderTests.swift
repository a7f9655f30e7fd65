import Money
import Testing

@testable import Market

@Suite("Bars")
struct BarBuilderTests {
  /// A bar as a line: instrument, interval, start, open, high, low, close, volume.
  private func line(_ bar: Bar) -> String {
    let start = IndianTime(bar.start)
    let prices = [bar.open, bar.high, bar.low, bar.close]
      .map { "\($0.micros / 1_000_000)" }.joined(separator: " ")
    return "\(bar.instrument.index) \(bar.interval.rawValue) \(start.date) \(start.clockText) "
      + "\(prices) v\(bar.volume)"
  }

  /// What is closed while the ticks go by, each line prefixed by the number of the tick.
  private func run(
    _ intervals: [BarInterval], symbols: [String] = ["SIM:A"],
    calendar: TradingCalendar? = .standard, ticks: [Tick]
  ) -> [String] {
    var builder = BarBuilder(
      symbols.enumerated().map { index, symbol in
        BarBuilder.Request(
          instrument: InstrumentID(index: Int32(index)), intervals: intervals,
          grid: BarGrid(symbol: symbol, calendar: calendar))
      })
    var lines: [String] = []
    for (index, tick) in ticks.enumerated() {
      builder.advance(to: tick.time) { lines.append("\(index): \(line($0))") }
      builder.add(tick)
    }
    return lines
  }

  @Test("a tick on the boundary belongs to the next bar, and closes the one before")
  func boundary() throws {
    let day = "2026-11-23 "
    let ticks = [
      Tick.fixture(try moment(day + "10:00:00"), 100, volume: 10),
      Tick.fixture(try moment(day + "10:00:30"), 103, volume: 25),
      Tick.fixture(try moment(day + "10:00:59.999"), 99, volume: 30),
      Tick.fixture(try moment(day + "10:01:00"), 101, volume: 42),
      Tick.fixture(try moment(day + "10:04:00"), 102, volume: 42),
    ]
    #expect(
      run([.m1], ticks: ticks) == [
        "3: 0 1m 2026-11-23 10:00:00 100 103 99 99 v20",
        "4: 0 1m 2026-11-23 10:01:00 101 101 101 101 v12",
      ])
  }

  @Test(
    "any tick closes due bars, by end, then interval, then the order in which they were asked for")
  func order() throws {
    let day = "2026-11-23 "
    let ticks = [
      Tick.fixture(try moment(day + "10:02:10"), 10, instrument: 1),
      Tick.fixture(try moment(day + "10:02:20"), 20, instrument: 0),
      Tick.fixture(try moment(day + "10:04:30"), 21, instrument: 0),
      Tick.fixture(try moment(day + "11:00:00"), 11, instrument: 1),
    ]
    #expect(
      run([.m5, .m1, .m1], symbols: ["SIM:A", "SIM:B"], ticks: ticks) == [
        "2: 0 1m 2026-11-23 10:02:00 20 20 20 20 v0",
        "2: 1 1m 2026-11-23 10:02:00 10 10 10 10 v0",
        "3: 0 1m 2026-11-23 10:04:00 21 21 21 21 v0",
        "3: 0 5m 2026-11-23 10:00:00 20 21 20 21 v0",
        "3: 1 5m 2026-11-23 10:00:00 10 10 10 10 v0",
      ])
  }

  @Test("hours count from the open of the session, without a calendar from midnight")
  func hours() throws {
    let ticks = [
      Tick.fixture(try moment("2026-11-23 09:08:00"), 1),
      Tick.fixture(try moment("2026-11-23 09:15:00"), 2),
      Tick.fixture(try moment("2026-11-23 10:14:59"), 3),
      Tick.fixture(try moment("2026-11-23 10:15:00"), 4),
      Tick.fixture(try moment("2026-11-23 11:20:00"), 5),
    ]
    #expect(
      run([.h1], symbols: ["NSE:SBIN-EQ"], ticks: ticks) == [
        "3: 0 1h 2026-11-23 09:15:00 2 3 2 3 v0",
        "4: 0 1h 2026-11-23 10:15:00 4 4 4 4 v0",
      ])
    let fromMidnight = [
      "3: 0 1h 2026-11-23 09:00:00 1 2 1 2 v0", "4: 0 1h 2026-11-23 10:00:00 3 4 3 4 v0",
    ]
    // The tick at 10:14:59 is the first after 10:00 and closes the hour before.
    let expected = ["2" + fromMidnight[0].dropFirst(), fromMidnight[1]]
    #expect(run([.h1], symbols: ["SIM:A"], ticks: ticks) == expected)
    #expect(run([.h1], symbols: ["NSE:SBIN-EQ"], calendar: nil, ticks: ticks) == expected)
    #expect(
      run([.h1], symbols: ["MCX:GOLD26DECFUT"], ticks: ticks).first
        == "2: 0 1h 2026-11-23 09:00:00 1 2 1 2 v0")
  }

  @Test("every interval of a session counts from the open")
  func sessionGrid() throws {
    let time = try moment("2026-11-23 12:34:56.789")
    let starts: [BarInterval: String] = [
      .s1: "12:34:56", .s5: "12:34:55", .s15: "12:34:45", .s30: "12:34:30", .m1: "12:34:00",
      .m3: "12:33:00", .m5: "12:30:00", .m10: "12:25:00", .m15: "12:30:00", .m30: "12:15:00",
      .h1: "12:15:00", .d1: "09:15:00",
    ]
    var grid = BarGrid(symbol: "NSE:SBIN-EQ", calendar: .standard)
    for interval in BarInterval.allCases {
      let found = grid.span(of: interval, at: time)
      let span = try #require(found)
      #expect(IndianTime(span.start).clockText == starts[interval], "\(interval)")
      #expect(span.start <= time && time < span.end)
    }
  }

  @Test("a day's bar is the session, and ends with its continuous trading")
  func days() throws {
    let ticks = [
      Tick.fixture(try moment("2026-11-20 09:16:00"), 10, volume: 5),
      Tick.fixture(try moment("2026-11-20 15:14:00"), 12, volume: 500),
      Tick.fixture(try moment("2026-11-23 09:15:00"), 13, volume: 40),
      Tick.fixture(try moment("2026-11-23 15:14:00"), 14, volume: 90),
    ]
    #expect(
      run([.d1], symbols: ["NSE:SBIN-EQ"], ticks: ticks) == [
        "2: 0 1d 2026-11-20 09:15:00 10 12 10 12 v495"
      ])
    #expect(
      run([.d1], ticks: ticks) == ["2: 0 1d 2026-11-20 00:00:00 10 12 10 12 v495"])
    var grid = BarGrid(symbol: "NSE:SBIN-EQ", calendar: .standard)
    let last = try #require(grid.span(of: .h1, at: try moment("2026-11-20 15:14:00")))
    #expect(IndianTime(last.start).clockText == "14:15:00")
    #expect(IndianTime(last.end).clockText == "15:15:00")
    #expect(grid.span(of: .m1, at: try moment("2026-11-20 15:15:00")) == nil)
    #expect(grid.span(of: .m1, at: try moment("2026-11-20 09:14:59")) == nil)
  }

  @Test("volume starts anew each day, and a correction within a day adds nothing")
  func volume() throws {
    let ticks = [
      Tick.fixture(try moment("2026-11-20 15:00:00"), 1, volume: 1_000),
      Tick.fixture(try moment("2026-11-20 15:00:10"), 1, volume: 900),
      Tick.fixture(try moment("2026-11-20 15:00:20"), 1, volume: 950),
      Tick.fixture(try moment("2026-11-23 09:15:00"), 1, volume: 70),
      Tick.fixture(try moment("2026-11-23 09:15:30"), 1, volume: 100),
      Tick.fixture(try moment("2026-11-24 09:15:30"), 1, volume: 5_000),
      Tick.fixture(try moment("2026-11-25 09:15:30"), 1, volume: .max),
      Tick.fixture(try moment("2026-11-26 09:15:30"), 1, volume: .max),
    ]
    #expect(
      run([.m1], ticks: ticks).map { $0.split(separator: " ").last }
        == ["v50", "v100", "v5000", "v\(Int64.max)"])
  }

  @Test("times at the ends of the range do not trap", arguments: BarInterval.allCases)
  func extremes(interval: BarInterval) {
    for symbol in ["SIM:A", "NSE:SBIN-EQ"] {
      let ticks = [Int64.min, .min + 1, 0, .max - 1, .max, .max].map {
        Tick.fixture(EventTime(nanoseconds: $0), 1)
      }
      // An exchange trades on no day of them.
      let count = run([interval], symbols: [symbol], ticks: ticks).count
      #expect(symbol == "SIM:A" ? count >= 2 : count <= 2)
    }
    var empty = BarBuilder([])
    let none = empty.closeNext(by: EventTime(nanoseconds: .max))
    #expect(none == nil)
    empty.add(Tick.fixture(EventTime(nanoseconds: 0), 1))
  }

  @Test("a closing that throws loses no other bar")
  func throwing() throws {
    struct Refused: Error {}
    var builder = BarBuilder([
      BarBuilder.Request(
        instrument: InstrumentID(index: 0), intervals: [.m1, .m5], grid: .midnight)
    ])
    builder.add(Tick.fixture(try moment("2026-11-23 10:00:00"), 1))
    let later = try moment("2026-11-23 10:05:00")
    #expect(throws: Refused.self) {
      try builder.advance(to: later) { _ throws(Refused) in throw Refused() }
    }
    let left = [builder.closeNext(by: later), builder.closeNext(by: later)]
    #expect(left.map(\.?.interval) == [.m5, nil])
    #expect(!builder.isDue(at: later))
  }
}
