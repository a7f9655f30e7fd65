import Testing

@testable import Market

@Suite("Trading calendar")
struct TradingCalendarTests {
  private let calendar = TradingCalendar.standard

  @Test(
    "says the phase of a symbol at a moment",
    arguments: [
      // A share with a closing auction, before and since 3 August 2026.
      ("NSE:SBIN-EQ", "2026-11-23 08:59:59", SessionPhase.closed),
      ("NSE:SBIN-EQ", "2026-11-23 09:00:00", .preOpen),
      ("NSE:SBIN-EQ", "2026-11-23 09:14:59.999", .preOpen),
      ("NSE:SBIN-EQ", "2026-11-23 09:15:00", .open),
      ("NSE:SBIN-EQ", "2026-11-23 15:14:59.999", .open),
      ("NSE:SBIN-EQ", "2026-11-23 15:15:00", .auction),
      ("NSE:SBIN-EQ", "2026-11-23 15:34:59", .auction),
      ("NSE:SBIN-EQ", "2026-11-23 15:35:00", .closed),
      ("NSE:SBIN-EQ", "2026-11-23 15:50:00", .postClose),
      ("NSE:SBIN-EQ", "2026-11-23 16:00:00", .closed),
      ("NSE:SBIN-EQ", "2026-08-03 15:15:00", .auction),
      ("NSE:SBIN-EQ", "2026-07-31 15:29:59", .open),
      ("NSE:SBIN-EQ", "2026-07-31 15:30:00", .closed),
      ("NSE:SBIN-EQ", "2026-07-31 15:40:00", .postClose),
      // Other shares.
      ("NSE:NIFTYBEES-EQ", "2026-11-23 15:29:59", .open),
      ("NSE:NIFTYBEES-EQ", "2026-11-23 15:30:00", .closed),
      ("BSE:ANANDPROJ-X", "2026-11-23 15:50:00", .postClose),
      // Derivatives.
      ("NSE:NIFTY26NOVFUT", "2026-11-23 15:39:59", .open),
      ("NSE:NIFTY26NOVFUT", "2026-11-23 15:40:00", .closed),
      ("NSE:NIFTY26JULFUT", "2026-07-31 15:30:00", .closed),
      ("NSE:NIFTY26NOVFUT", "2026-11-23 09:05:00", .preOpen),
      ("NSE:NIFTY25NOVFUT", "2025-11-21 09:05:00", .closed),
      // Indices.
      ("NSE:NIFTY50-INDEX", "2026-11-23 15:14:59", .open),
      ("NSE:NIFTY50-INDEX", "2026-11-23 15:15:00", .auction),
      ("NSE:NIFTY50-INDEX", "2025-02-11 15:29:59", .open),
      // Commodities, winter and summer time in the United States.
      ("MCX:GOLD26DECFUT", "2026-11-23 23:54:59", .open),
      ("MCX:GOLD26DECFUT", "2026-11-23 23:55:00", .closed),
      ("MCX:GOLD26OCTFUT", "2026-10-30 23:30:00", .closed),
      ("MCX:GOLD26OCTFUT", "2026-10-30 23:29:59", .open),
      // Weekend, holidays, special days.
      ("NSE:SBIN-EQ", "2026-11-22 10:00:00", .closed),
      ("NSE:SBIN-EQ", "2026-11-24 10:00:00", .closed),
      ("MCX:GOLD26DECFUT", "2026-11-24 16:59:59", .closed),
      ("MCX:GOLD26DECFUT", "2026-11-24 17:00:00", .open),
      ("MCX:GOLD26DECFUT", "2026-12-25 18:00:00", .closed),
      ("NSE:SBIN-EQ", "2025-10-21 14:00:00", .open),
      ("NSE:SBIN-EQ", "2025-10-21 10:00:00", .closed),
      ("NSE:SBIN-EQ", "2026-02-01 10:00:00", .open),
      ("NSE:SBIN-EQ", "2025-02-01 10:00:00", .open),
    ])
  func phases(symbol: String, time: String, phase: SessionPhase) throws {
    let at = try moment(time)
    #expect(calendar.phase(of: symbol, at: at) == phase)
    #expect(calendar.isOpen(symbol, at: at) == (phase == .open))
  }

  @Test(
    "knows the next trading day",
    arguments: [
      ("NSE:SBIN-EQ", "2026-11-20", "2026-11-23"), ("NSE:SBIN-EQ", "2026-11-23", "2026-11-25"),
      ("MCX:GOLD26DECFUT", "2026-11-23", "2026-11-24"),
      ("NSE:SBIN-EQ", "2026-11-06", "2026-11-08"), ("NSE:SBIN-EQ", "2026-11-09", "2026-11-11"),
      ("NSE:SBIN-EQ", "2026-12-24", "2026-12-28"), ("NSE:SBIN-EQ", "2025-08-14", "2025-08-18"),
      ("NSE:SBIN-EQ", "2025-10-20", "2025-10-21"), ("NSE:SBIN-EQ", "2025-10-21", "2025-10-23"),
      ("NSE:SBIN-EQ", "2030-03-01", "2030-03-04"),
    ])
  func nextDays(symbol: String, after: String, expected: String) throws {
    let day = try date(after).dayNumber
    let next = CivilDate(day: calendar.nextTradingDay(of: symbol, after: day))
    #expect("\(next)" == expected)
    if symbol.hasPrefix("NSE:") {
      #expect(calendar.nextTradingDay(after: day) == next.dayNumber)
    }
  }

  @Test("has the weekday holidays of 2025 and 2026, none of them on a weekend")
  func holidays() throws {
    for (year, count) in [(2025, 14), (2026, 16)] {
      let days = calendar.holidays.keys.filter { CivilDate(day: $0.day).year == year }
      #expect(days.filter { $0.exchange == .nse }.count == count)
      #expect(days.filter { $0.exchange == .bse }.count == count)
      #expect(days.allSatisfy { CivilDate(day: $0.day).weekday < 5 })
    }
    #expect(calendar.knownYears == 2025...2026)
    #expect(calendar.holiday(of: .nse, on: try date("2026-11-24"))?.hasPrefix("Prakash") == true)
    #expect(calendar.holiday(of: .mcx, on: try date("2026-11-24")) == nil)
  }

  @Test("has a source for every fact, and says what is uncertain")
  func sources() throws {
    let sessions = calendar.hours.values.flatMap { $0.entries.map(\.value) }
    #expect(sessions.count >= 20)
    #expect(sessions.allSatisfy { $0.source.count > 5 })
    #expect(calendar.specials.values.allSatisfy { $0.source.count > 5 && $0.isSpecial })
    let shares = MarketSegment(exchange: .nse, kind: .auctionCash)
    #expect(calendar.session(of: shares, on: try date("2026-11-08"))?.isUncertain == true)
    #expect(calendar.session(of: shares, on: try date("2026-11-23"))?.isUncertain == false)
    let rule = calendar.squareOffRule(for: shares, .intraday, on: try date("2026-11-23"))
    #expect(rule?.isUncertain == true)
  }

  @Test("takes holidays and special sessions announced later")
  func additions() throws {
    var calendar = TradingCalendar.standard
    let day = try date("2026-11-23")
    let time = try moment("2026-11-23 10:00:00")
    calendar.addHoliday("Election", of: .nse, on: day)
    #expect(!calendar.isOpen("NSE:SBIN-EQ", at: time))
    #expect(calendar.isOpen("BSE:SBIN-A", at: time))
    let part = TradingSession.Part(phase: .open, from: try clock("10:00"), to: try clock("11:00"))
    let session = try #require(
      TradingSession(parts: [part], isSpecial: true, isUncertain: false, source: "test"))
    calendar.addSpecialSession(session, of: .nse, on: day)
    #expect(calendar.isOpen("NSE:SBIN-EQ", at: time))
  }
}
