import Testing

@testable import Market

@Suite("Corrections of the calendar")
struct CalendarCorrectionTests {
  private let shares = MarketSegment(exchange: .nse, kind: .auctionCash)
  private let commodities = MarketSegment(exchange: .mcx, kind: .commodity)

  private func corrected(_ text: String) throws -> TradingCalendar {
    var calendar = TradingCalendar.standard
    try calendar.correct(with: text)
    return calendar
  }

  @Test("a holiday is added, for its exchange alone")
  func holiday() throws {
    let calendar = try corrected("holiday NSE 2026-11-18 ; Election\n")
    let day = try date("2026-11-18")
    #expect(calendar.session(of: shares, on: day) == nil)
    #expect(calendar.holiday(of: .nse, on: day) == "Election")
    #expect(!calendar.isOpen("NSE:SBIN-EQ", at: try moment("2026-11-18 10:00:00")))
    #expect(calendar.isOpen("BSE:SBIN-A", at: try moment("2026-11-18 10:00:00")))
    #expect(calendar.session(of: shares, on: try date("2026-11-19")) != nil)
  }

  @Test("a holiday takes a special day away, and a special day a holiday")
  func special() throws {
    let sunday = try date("2026-11-08")
    #expect(TradingCalendar.standard.session(of: shares, on: sunday) != nil)
    let without = try corrected("holiday NSE,BSE 2026-11-08 ; no Muhurat trading")
    #expect(without.session(of: shares, on: sunday) == nil)
    let christmas = try date("2026-12-25")
    let open = try corrected("special NSE 2026-12-25 open=10:00-11:00 ; Test of the systems")
    #expect(open.session(of: shares, on: christmas)?.close == (try clock("11:00")))
    let moved = try corrected("special NSE,BSE 2026-11-08 open=18:15-19:15 ; Muhurat trading")
    #expect(moved.session(of: shares, on: sunday)?.open == (try clock("18:15")))
  }

  @Test("of one text a special day counts more than a holiday, whatever their order")
  func both() throws {
    let calendar = try corrected(
      "special NSE 2026-11-18 open=18:00-19:00 ; evening\nholiday NSE 2026-11-18 ; day")
    #expect(calendar.session(of: shares, on: try date("2026-11-18"))?.open == (try clock("18:00")))
  }

  @Test("hours hold from their day on, also where the calendar has others from that day or later")
  func hours() throws {
    let same = try corrected("hours NSE auction-cash 2026-08-03 open=09:15-15:20 ; circular")
    #expect(same.session(of: shares, on: try date("2026-11-18"))?.source == "circular")
    let later = try corrected("hours MCX commodity 2026-12-01 open=09:00-23:45 ; circular")
    for (day, close) in [
      ("2026-11-30", "23:55"), ("2026-12-01", "23:45"), ("2027-03-16", "23:45"),
    ] {
      let session = later.session(of: commodities, on: try date(day))
      #expect(session?.close == (try clock(close)), "\(day)")
    }
    let twice = try corrected(
      """
      hours MCX commodity 2027-03-15 open=09:00-23:30 ; summer
      hours MCX commodity 2026-12-01 open=09:00-23:45 ; winter
      """)
    #expect(twice.session(of: commodities, on: try date("2026-12-01"))?.source == "winter")
    #expect(twice.session(of: commodities, on: try date("2027-03-15"))?.source == "summer")
    let before = try #require(twice.session(of: commodities, on: try date("2026-11-30")))
    #expect(before.source == "the same, winter time")
  }

  @Test("square-off times and shares with a closing auction are corrected too")
  func squareOff() throws {
    let calendar = try corrected(
      """
      squareoff NSE auction-cash INTRADAY 2026-11-01 auto=14:50 warn=none latest=15:05 ; broker
      auction NEWSHARE ; list of November
      """)
    let day = try date("2026-11-18")
    #expect(calendar.automaticSquareOff(for: shares, .intraday, on: day) == (try clock("14:50")))
    let before = calendar.automaticSquareOff(for: shares, .intraday, on: try date("2026-10-30"))
    #expect(before == (try clock("14:55")))
    #expect(calendar.segment(of: "NSE:NEWSHARE-EQ") == shares)
    #expect(calendar.segment(of: "NSE:SBIN-EQ") == shares)
  }

  @Test("its lines are kept as they were read, and read again give the same calendar")
  func lines() throws {
    let calendar = try corrected(
      "\u{FEFF}# mine\r\n\r\n\tholiday  NSE,BSE 2026-11-18 uncertain ;  Election,   rumoured # why\r\n"
        + "special NSE 2026-11-21 open=09:15-15:30 ; a Saturday")
    let lines = [
      "holiday NSE,BSE 2026-11-18 uncertain ; Election, rumoured",
      "special NSE 2026-11-21 open=09:15-15:30 ; a Saturday",
    ]
    #expect(calendar.corrections == lines)
    #expect(try corrected(lines.joined(separator: "\n")).corrections == lines)
    #expect(try TradingCalendar.corrections(in: lines.joined(separator: "\n")) == lines)
    #expect(TradingCalendar.standard.corrections.isEmpty)
    #expect(try corrected("# nothing\n").corrections.isEmpty)
  }

  @Test("a malformed line is named, and nothing is corrected")
  func malformed() {
    var calendar = TradingCalendar.standard
    do throws(CalendarError) {
      try calendar.correct(with: "holiday NSE 2026-11-18 ; fine\nholiday NYSE 2026-11-19 ; x\n")
      Issue.record("accepted")
    } catch {
      #expect(error == CalendarError(line: 2, reason: "expected NSE, BSE or MCX, was NYSE"))
    }
    #expect(calendar.corrections.isEmpty)
    #expect(calendar.isOpen("NSE:SBIN-EQ", at: EventTime(milliseconds: 1_794_976_200_000)))
  }

  @Test("damaged text never traps", arguments: [UInt64(1), 2, 3])
  func damage(seed: UInt64) {
    let whole = Array(
      """
      hours NSE,BSE cash 2026-08-03 preopen=09:00-09:15 open=09:15-15:30 ; a
      holiday NSE,BSE 2026-11-24 uncertain ; b
      special MCX 2026-11-10 uncertain open=17:00-23:55 ; c
      squareoff MCX commodity MARGIN 2010-01-04 auto=close-5 warn=none latest=close-1 ; d
      auction A B ; e
      """.utf8)
    var state = seed
    func next() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(truncatingIfNeeded: state >> 33)
    }
    for _ in 0..<500 {
      var bytes = whole
      for _ in 0..<4 { bytes[next() % bytes.count] = UInt8(truncatingIfNeeded: next()) }
      bytes.removeLast(next() % bytes.count)
      var calendar = TradingCalendar()
      do throws(CalendarError) {
        try calendar.correct(with: String(decoding: bytes, as: UTF8.self))
      } catch {
        #expect((1...5).contains(error.line) && !error.reason.isEmpty, "seed \(seed)")
      }
    }
  }
}
