import Testing

@testable import Market

@Suite("Session clock")
struct SessionClockTests {
  @Test("tells each change of phase once")
  func changes() throws {
    var session = SessionClock(
      calendar: .standard, segment: MarketSegment(exchange: .nse, kind: .auctionCash))
    let steps: [(String, SessionPhase?)] = [
      ("2026-11-23 08:00:00", nil), ("2026-11-23 09:00:00", .preOpen),
      ("2026-11-23 09:14:59", nil), ("2026-11-23 09:15:00", .open), ("2026-11-23 12:00:00", nil),
      ("2026-11-23 15:15:00", .auction), ("2026-11-23 15:40:00", .closed),
      ("2026-11-23 15:55:00", .postClose), ("2026-11-24 10:00:00", .closed),
      ("2026-11-25 10:00:00", .open), ("2026-11-26 10:00:00", nil),
    ]
    for (time, expected) in steps {
      let change = session.update(to: try moment(time))
      #expect(change == expected, "\(time)")
    }
  }

  @Test("agrees with the calendar at every minute of a week", arguments: ["NSE:SBIN-EQ", "MCX:X"])
  func agreement(symbol: String) throws {
    let calendar = TradingCalendar.standard
    let segment = try #require(calendar.segment(of: symbol))
    var session = SessionClock(calendar: calendar, segment: segment)
    var time = try moment("2026-11-20 00:00:00")
    for _ in 0..<(7 * 1_440) {
      _ = session.update(to: time)
      #expect(session.phase == calendar.phase(of: segment, at: time))
      time = time.advanced(byNanoseconds: 60 * EventTime.nanosecondsPerSecond)
    }
  }
}
