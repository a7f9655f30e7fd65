import Testing

@testable import Market

@Suite("Square-off rules")
struct SquareOffTests {
  private let calendar = TradingCalendar.standard

  private func check(
    _ symbol: String, _ product: HoldingProduct, squareOff: String? = nil, noEntry: String? = nil,
    on day: String = "2026-11-23"
  ) throws -> [CalendarProblem] {
    let exit: SquareOffTime =
      switch squareOff {
      case nil: .never
      case "auto": .automatic
      case let text?: .at(try clock(text))
      }
    return calendar.problems(
      squareOff: exit, noEntryAfter: try noEntry.map { try clock($0) }, symbols: [symbol],
      product: product, on: try date(day))
  }

  @Test(
    "say what auto means and what is the latest",
    arguments: [
      // INDIA.md §5.3: symbol, product, day, auto, latest allowed, first refused.
      ("NSE:SBIN-EQ", HoldingProduct.intraday, "2026-11-23", "14:55", "15:10", "15:10:01"),
      ("BSE:SBIN-A", .intraday, "2026-11-23", "14:55", "15:10", "15:11"),
      ("NSE:SBIN-EQ", .intraday, "2026-07-31", "15:10", "15:15", "15:16"),
      ("NSE:SBIN-EQ", .delivery, "2026-11-23", nil, "15:14", "15:15"),
      ("NSE:NIFTYBEES-EQ", .intraday, "2026-11-23", "15:10", "15:15", "15:16"),
      ("NSE:NIFTYBEES-EQ", .delivery, "2026-11-23", nil, "15:29", "15:30"),
      ("NSE:NIFTY26NOVFUT", .intraday, "2026-11-23", "15:10", "15:10", "15:15:01"),
      ("NSE:NIFTY26NOVFUT", .margin, "2026-11-23", "15:35", "15:39", "15:40"),
      ("NSE:NIFTY26JULFUT", .margin, "2026-07-31", "15:25", "15:29", "15:30"),
      ("MCX:GOLD26DECFUT", .intraday, "2026-11-23", "23:35", "23:40", "23:41"),
      ("MCX:GOLD26OCTFUT", .intraday, "2026-10-30", "23:10", "23:15", "23:16"),
    ] as [(String, HoldingProduct, String, String?, String, String)])
  func limits(
    symbol: String, product: HoldingProduct, day: String, automatic: String?, latest: String,
    refused: String
  ) throws {
    let segment = try #require(calendar.segment(of: symbol))
    let auto = calendar.automaticSquareOff(for: segment, product, on: try date(day))
    #expect(auto?.description == automatic)
    #expect(try check(symbol, product, squareOff: latest, on: day).isEmpty)
    let problems = try check(symbol, product, squareOff: refused, on: day)
    #expect(problems.map(\.severity) == [.refusal])
    #expect(problems.map(\.setting) == ["square_off"])
    #expect(try check(symbol, product, squareOff: "auto", on: day).isEmpty)
  }

  @Test("name the reason and the fix")
  func message() throws {
    #expect(
      try check("NSE:SBIN-EQ", .intraday, squareOff: "15:20").map(\.description) == [
        "square_off 15:20 is too late for NSE:SBIN-EQ INTRADAY on 2026-11-23: NSE shares with a "
          + "closing auction trade continuously until 15:15 and the broker closes intraday "
          + "positions itself; set square_off to \"15:10\" or earlier, or to \"auto\" (14:55)"
      ])
    #expect(
      try check("NSE:SBIN-EQ", .delivery, noEntry: "15:20").map(\.description) == [
        "no_entry_after 15:20 is too late for NSE:SBIN-EQ on 2026-11-23: the closing auction "
          + "begins at 15:15 for NSE shares with a closing auction; set no_entry_after to "
          + "\"15:15\" or earlier"
      ])
    #expect(
      try check("NSE:SBIN-EQ", .intraday, squareOff: "09:00").map(\.description) == [
        "square_off 09:00 is not after the open of NSE shares with a closing auction at 09:15 on "
          + "2026-11-23; set square_off to a later time, \"15:10\" at the latest"
      ])
  }

  @Test("refuse never for what the broker closes itself, and for nothing else")
  func never() throws {
    let problems = try check("NSE:SBIN-EQ", .intraday)
    #expect(problems.map(\.severity) == [.refusal] && problems.map(\.setting) == ["square_off"])
    #expect(problems[0].description.contains("set square_off to \"auto\""))
    #expect(try check("NSE:SBIN-EQ", .delivery).isEmpty)
    #expect(try check("NSE:NIFTY26NOVFUT", .margin).isEmpty)
    #expect(try check("SIM:A", .intraday).isEmpty)
  }

  @Test("warn where little time is left to the broker's own")
  func warning() throws {
    let problems = try check("NSE:NIFTY26NOVFUT", .intraday, squareOff: "15:12")
    #expect(problems.map(\.severity) == [.warning])
    #expect(problems[0].description.contains("set square_off to \"15:10\" or earlier"))
  }

  @Test(
    "hold entries inside the continuous session and before the square-off",
    arguments: [
      ("NSE:SBIN-EQ", nil, "15:15", true), ("NSE:SBIN-EQ", nil, "15:16", false),
      ("NSE:SBIN-EQ", nil, "09:15", false), ("NSE:SBIN-EQ", nil, "09:16", true),
      ("NSE:SBIN-EQ", "14:55", "14:30", true), ("NSE:SBIN-EQ", "14:55", "14:55", true),
      ("NSE:SBIN-EQ", "14:55", "15:00", false), ("NSE:SBIN-EQ", "auto", "15:00", false),
      ("NSE:NIFTYBEES-EQ", nil, "15:30", true), ("NSE:NIFTYBEES-EQ", nil, "15:31", false),
      ("MCX:GOLD26DECFUT", nil, "23:00", true), ("SIM:IBM", "23:59", "23:59", true),
      ("NSE:NIFTY50-INDEX", "23:59", "23:59", true),
    ] as [(String, String?, String, Bool)])
  func entries(symbol: String, squareOff: String?, noEntry: String, isLegal: Bool) throws {
    // Without a square-off of its own: what is held over night.
    let product: HoldingProduct = squareOff == nil ? .delivery : .intraday
    let problems = try check(symbol, product, squareOff: squareOff, noEntry: noEntry)
    #expect(problems.isEmpty == isLegal)
    #expect(problems.allSatisfy { $0.severity == .refusal && $0.setting == "no_entry_after" })
  }

  @Test("on a holiday are those of the next trading day, on a special day follow its close")
  func otherDays() throws {
    let holiday = try check("NSE:SBIN-EQ", .intraday, squareOff: "15:20", on: "2026-11-24")
    #expect(holiday.first?.description.contains("on 2026-11-25") == true)
    let shares = MarketSegment(exchange: .nse, kind: .auctionCash)
    let muhurat = try date("2025-10-21")
    #expect(
      calendar.automaticSquareOff(for: shares, .intraday, on: muhurat)?.description == "14:25")
    #expect(calendar.automaticSquareOff(for: shares, .delivery, on: muhurat) == nil)
    let closed = try date("2026-11-24")
    #expect(calendar.automaticSquareOff(for: shares, .intraday, on: closed) == nil)
  }
}
