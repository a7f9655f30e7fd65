import Testing

@testable import Market

@Suite("Market segments")
struct SegmentTests {
  @Test(
    "follow from the symbol's text",
    arguments: [
      ("NSE:SBIN-EQ", "NSE auction-cash"), ("BSE:SBIN-A", "BSE auction-cash"),
      ("NSE:BAJAJ-AUTO-EQ", "NSE auction-cash"), ("NSE:M&M-EQ", "NSE auction-cash"),
      ("NSE:BSE-EQ", "NSE auction-cash"), ("NSE:NIFTYBEES-EQ", "NSE cash"),
      ("NSE:YAARI-BE", "NSE cash"), ("BSE:ANANDPROJ-X", "BSE cash"),
      ("NSE:SBIN", "NSE auction-cash"),
      ("NSE:FUTURECE-EQ", "NSE cash"), ("NSE:XFUT", "NSE cash"), ("NSE:ACE", "NSE cash"),
      ("NSE:NIFTY26NOVFUT", "NSE derivative"), ("NSE:BAJAJ-AUTO26NOVFUT", "NSE derivative"),
      ("NSE:NIFTY26NOV24500CE", "NSE derivative"), ("NSE:NIFTY26N2424500PE", "NSE derivative"),
      ("NSE:IDEA26NOV7.5CE", "NSE derivative"), ("BSE:SENSEX26NOVFUT", "BSE derivative"),
      ("NSE:NIFTY50-INDEX", "NSE index"), ("BSE:SENSEX-INDEX", "BSE index"),
      ("MCX:GOLD26DECFUT", "MCX commodity"), ("MCX:CRUDEOIL26DEC5000CE", "MCX commodity"),
    ])
  func segments(symbol: String, expected: String) {
    let segment = TradingCalendar.standard.segment(of: symbol)
    #expect(segment.map { "\($0.exchange.rawValue) \($0.kind.rawValue)" } == expected)
  }

  @Test(
    "are none outside the calendar",
    arguments: ["SIM:IBM", "SBIN", "", ":", "nse:SBIN-EQ", "NYSE:IBM-EQ", "SIM:NIFTY50-INDEX"])
  func outside(symbol: String) throws {
    let calendar = TradingCalendar.standard
    #expect(calendar.segment(of: symbol) == nil)
    let night = try moment("2026-11-22 03:00:00")
    #expect(calendar.isOpen(symbol, at: night))
    #expect(calendar.phase(of: symbol, at: night) == .open)
    #expect(calendar.nextTradingDay(of: symbol, after: 20_000) == 20_001)
  }

  @Test("take closing-auction shares from the symbol master of the day")
  func replacedShares() {
    var calendar = TradingCalendar.standard
    #expect(calendar.auctionShares.count > 150)
    calendar.auctionShares = ["NIFTYBEES"]
    #expect(calendar.segment(of: "NSE:SBIN-EQ")?.kind == .cash)
    #expect(calendar.segment(of: "NSE:NIFTYBEES-EQ")?.kind == .auctionCash)
  }
}
