import Foundation
import Market
import Reporting
import Testing

@testable import Runtime

@Suite("The data folder's calendar.txt")
struct CalendarFileTests {
  /// Asks to buy on each tick: 18 and 19 November 2026 at 10:00.
  private static let script = """
    strategy { name = "days", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
    function on_tick(tick) buy(tick.symbol, 1) end
    """
  private static let ticks = """
    time,symbol,bid,ask,ltp
    1794976200000,NSE:SBIN-EQ,100.00,100.00,100.00
    1795062600000,NSE:SBIN-EQ,101.00,101.00,101.00

    """

  private static func run(_ calendar: String?, _ options: [String] = ["--json"]) throws
    -> SaudaProcess
  {
    let folder = try ScratchFolder()
    let script = try folder.write("days.lua", script)
    let ticks = try folder.write("ticks.csv", ticks)
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "data"), withIntermediateDirectories: true)
    if let calendar { _ = try folder.write("data/calendar.txt", calendar) }
    return try SaudaProcess.run(
      ["replay", script, "--ticks", ticks] + options, environment: ["SAUDA_DATA_DIR": "data"],
      folder: folder.url)
  }

  @Test("adds a holiday, and the report names its lines")
  func holiday() throws {
    let plain = try Self.run(nil)
    #expect(plain.text.contains("\"order_count\": 2,"), "\(plain.error)")
    #expect(!plain.text.contains("calendar_corrections"))
    let run = try Self.run("# announced\nholiday NSE 2026-11-18 ; a test\n")
    #expect(run.code == 0, "\(run.error)")
    #expect(run.text.contains("\"order_count\": 1,"), "\(run.text)")
    #expect(run.text.contains("SESSION_CLOSED"))
    #expect(run.text.contains("\"holiday NSE 2026-11-18 ; a test\""))
    let text = try Self.run("holiday NSE 2026-11-18 ; a test\n", [])
    #expect(text.text.contains("\ncalendar.txt: holiday NSE 2026-11-18 ; a test\n"))
  }

  @Test("counts for nothing where the calendar does not")
  func unused() throws {
    let run = try Self.run("nonsense\n", ["--json", "--calendar", "none"])
    #expect(run.code == 0, "\(run.error)")
    #expect(!run.text.contains("calendar_corrections"))
  }

  @Test("that is malformed is refused with its line")
  func malformed() throws {
    let run = try Self.run("\nholiday NSE 2026-11-31 ; a test\n")
    #expect(run.code == 65, "\(run.error)")
    #expect(run.lastLine == "data/calendar.txt:2: expected a date like 2026-11-23")
    #expect(try Self.run("holiday NSE 2026-11-18").code == 65)
  }

  @Test("of a live session is recorded, and the replay takes the recorded lines")
  func recorded() throws {
    let folder = try ScratchFolder()
    let path = try folder.write("days.lua", Self.script)
    let line = "special NSE,BSE 2023-11-15 open=03:43-04:00 ; before dawn"
    let corrections = try CalendarCorrections(recorded: [line], in: "a test")
    // The clock of the session stands at 03:43:20 on 15 November 2023 in India.
    let session = try SteppedSession(
      SystemDisk(), script: path, data: folder.url.appending(path: "data").path
    ) { terms in
      terms.usesCalendar = true
      terms.corrections = corrections
      terms.lots = ["NSE:SBIN-EQ": 1]
    }
    try session.price(100)
    try session.pass(seconds: 1)
    try session.price(101)
    let recording = try session.recording
    let report = try session.end()
    #expect(report.strategies[0].account.orderCount == 2)
    #expect(report.calendarCorrections == [line])
    _ = try folder.write("data/calendar.txt", "holiday NSE,BSE 2023-11-15 ; later\n")
    let replay = try SaudaProcess.run(
      ["replay", path, "--ticks", recording, "--json"], environment: ["SAUDA_DATA_DIR": "data"],
      folder: folder.url)
    #expect(replay.code == 0, "\(replay.error)")
    #expect(replay.text.contains("\"\(line)\""), "\(replay.text)")
    #expect(replay.text.contains("\"decision_hash\": \"\(try SteppedSession.hash(of: report))\""))
  }

  @Test("is given to whatever needs a calendar")
  func calendar() throws {
    let corrections = try CalendarCorrections(
      recorded: ["holiday NSE 2026-11-18 ; a test"], in: "a test")
    let time = EventTime(milliseconds: 1_794_976_200_000)
    #expect(!corrections.calendar.isOpen("NSE:SBIN-EQ", at: time))
    #expect(CalendarCorrections().calendar.isOpen("NSE:SBIN-EQ", at: time))
    #expect(throws: Stop.self) { try CalendarCorrections(recorded: ["holiday"], in: "a test") }
  }
}
