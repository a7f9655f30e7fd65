import Testing

@testable import Market

@Suite("Calendar text")
struct CalendarReaderTests {
  @Test(
    "that is malformed is refused with its line",
    arguments: [
      ("hours NSE cash 2026-01-01 open=09:15-15:30", "expected \"; source\" at the end"),
      ("hours NSE cash 2026-01-01 open=09:15-15:30 ; ", "expected a source after the semicolon"),
      ("; alone", "expected a record before the source"),
      ("opens NSE ; x", "expected hours, holiday, special, squareoff or auction, was opens"),
      ("hours NYSE cash 2026-01-01 ; x", "expected NSE, BSE or MCX, was NYSE"),
      ("hours ; x", "expected an exchange"),
      (
        "hours NSE bonds 2026-01-01 ; x",
        "expected cash, auction-cash, derivative, index or commodity"
      ),
      ("hours NSE cash 2026-02-30 open=09:15-15:30 ; x", "expected a date like 2026-11-23"),
      ("holiday NSE 26-01-01 ; x", "expected a date like 2026-11-23"),
      ("holiday NSE 2026-01-01 open=09:15-15:30 ; x", "expected nothing more before the semicolon"),
      (
        "hours NSE cash 2026-01-01 open=9:15-15:30 ; x",
        "expected a phase like open=09:15-15:30, was open=9:15-15:30"
      ),
      (
        "hours NSE cash 2026-01-01 open=15:30-09:15 ; x",
        "expected phases in order, one of them open"
      ),
      (
        "special NSE 2026-01-01 preopen=09:00-09:20 open=09:15-15:30 ; x",
        "expected phases in order, one of them open"
      ),
      ("special NSE 2026-01-01 ; x", "expected phases in order, one of them open"),
      ("squareoff NSE cash MIS 2026-01-01 ; x", "expected INTRADAY, CNC or MARGIN"),
      ("squareoff NSE cash CNC 2026-01-01 auto=none ; x", "expected warn="),
      (
        "squareoff NSE cash CNC 2026-01-01 auto=soon warn=none latest=15:00 ; x",
        "expected auto=HH:MM, auto=close-MINUTES or auto=none"
      ),
      (
        "squareoff NSE cash CNC 2026-01-01 auto=none warn=none latest=none ; x",
        "expected auto=, warn= and latest= with a time"
      ),
    ])
  func malformed(line: String, reason: String) {
    do throws(CalendarError) {
      _ = try TradingCalendar(parsing: "# a comment\n\n" + line + "\n")
      Issue.record("accepted: \(line)")
    } catch {
      #expect(error == CalendarError(line: 3, reason: reason))
      #expect(error.description == "trading calendar, line 3: \(reason)")
    }
  }

  @Test("of several facts the latest that has begun holds, whatever their order in the text")
  func dated() throws {
    let calendar = try TradingCalendar(
      parsing: """
        hours NSE cash 2026-08-03 open=09:15-15:00 ; new
        hours NSE cash 2020-01-01 open=09:15-15:30 ; old
        """)
    let segment = MarketSegment(exchange: .nse, kind: .cash)
    for (day, source) in [
      ("2019-01-01", "old"), ("2026-07-31", "old"), ("2026-08-03", "new"), ("2027-01-01", "new"),
    ] {
      #expect(calendar.session(of: segment, on: try date(day))?.source == source)
    }
  }

  @Test(
    "times of day are HH:MM or HH:MM:SS, whole",
    arguments: [
      ("00:00", 0), ("15:10", 54_600), ("23:59:59", 86_399), ("24:00", nil), ("9:15", nil),
      ("09:60", nil), ("09:15:60", nil), ("09:15:00:00", nil), ("", nil), ("09:15 ", nil),
      ("-1:00", nil), ("+9:15", nil), ("ab:cd", nil), ("0915", nil), ("09:1５", nil),
    ] as [(String, Int64?)])
  func clockTimes(text: String, seconds: Int64?) throws {
    let time = ClockTime(parsing: text)
    #expect(time?.secondOfDay == seconds)
    if let time { #expect(ClockTime(parsing: time.description) == time) }
  }

  @Test(
    "dates are YYYY-MM-DD and exist",
    arguments: [
      ("2026-11-23", true), ("2024-02-29", true), ("2026-02-29", false), ("2026-13-01", false),
      ("2026-1-01", false), ("20261123", false), ("2026-11-23x", false), ("-026-11-23", false),
      ("0000-01-01", false), ("", false),
    ])
  func dates(text: String, isDate: Bool) {
    #expect((CivilDate(parsing: text)?.description == text) == isDate)
  }
}
