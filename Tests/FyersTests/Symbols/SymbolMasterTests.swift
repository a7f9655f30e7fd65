import Market
import Money
import Synchronization
import TestSupport
import Testing

@testable import Fyers

@Suite("The symbol master")
struct SymbolMasterTests {
  /// Rows as they were published in September 2026.
  static let rows = [
    "10100000003045,STATE BANK OF INDIA,0,1,0.1,INE062A01020,0915-1530|1815-1915:,2026-09-09,,"
      + "NSE:SBIN-EQ,10,10,3045,SBIN,3045,-1.0,XX,10100000003045,None,1,3.7",
    "101000000026000,NIFTY50-INDEX,10,0,0.05,,0915-1530|1815-1915:,2026-09-09,,NSE:NIFTY50-INDEX,"
      + "10,10,26000,NIFTY,26000,-1.0,XX,101000000026000,None,0,0.0",
    "101126092968407,NIFTY 29 Sep 26 FUT,11,65,0.1,,0915-1540|1815-1915:,2026-09-09,1790676600,"
      + "NSE:NIFTY26SEPFUT,10,11,68407,NIFTY,26000,-1.0,XX,101000000026000,None,0,0.0",
    "1120260921565899,CRUDEOIL 21 Sep 26 FUT,30,1,1.0,,0900-2330|1815-1915:,2026-09-10,1790013600,"
      + "MCX:CRUDEOIL26SEPFUT,11,20,565899,CRUDEOIL,294,-1.0,XX,1120000000294,1790013600,0,0.0",
    "101126092999999,NIFTY 29 Sep 26 80.5 CE,14,65,0.05,,0915-1540:,2026-09-09,1790676600,"
      + "NSE:NIFTY26SEP80.5CE,10,11,99999,NIFTY,26000,80.5,CE,101000000026000,None,0,0.0",
    "10100000002031,MAHINDRA & MAHINDRA LTD,0,1,0.1,INE101A01026,0915-1530:,2026-09-09,,"
      + "NSE:M&M-EQ,10,10,2031,M&M,2031,-1.0,XX,10100000002031,None,1,3.7",
  ]

  static let file = rows.joined(separator: "\n") + "\n"

  private static func parse(_ text: String, pieces: Int = .max) -> (
    [SymbolRecord], SymbolMasterParser
  ) {
    var parser = SymbolMasterParser()
    var records: [SymbolRecord] = []
    for piece in Array(text.utf8).pieces(of: min(pieces, 1 << 20)) {
      parser.read(piece) { records.append($0) }
    }
    parser.finish { records.append($0) }
    return (records, parser)
  }

  @Test("published rows are read exactly")
  func publishedRows() throws {
    let (records, parser) = Self.parse(Self.file)
    #expect(records.count == 6)
    #expect(parser.badRowCount == 0)
    let share = records[0]
    #expect(share.symbol == "NSE:SBIN-EQ")
    #expect(share.increment == Price(micros: 100_000))
    #expect(share.lot == 1)
    #expect(share.expiry == nil)
    #expect(share.strike == nil)
    #expect(share.isin == "INE062A01020")
    #expect(records[1].isIndex)
    #expect(records[1].lot == 0)
    #expect(records[2].lot == 65)
    let expiry = try #require(records[2].expiry)
    #expect(IndianTime(expiry).iso8601 == "2026-09-29T15:40:00.000+05:30")
    #expect(records[3].increment == Price(micros: 1_000_000))
    #expect(records[4].strike == Price(micros: 80_500_000))
    #expect(records[4].optionType == .call)
  }

  @Test("a file may come in pieces of any size", arguments: [1, 2, 7, 64, 1_000])
  func pieces(size: Int) {
    #expect(Self.parse(Self.file, pieces: size).0 == Self.parse(Self.file).0)
  }

  @Test("bad rows are counted, and the good ones stand")
  func badRows() {
    let bad = [
      "<html>", "1,2,3", Self.rows[0].replacing(",0.1,", with: ",0,"),
      Self.rows[0].replacing(",0.1,", with: ",abc,"),
      Self.rows[0].replacing("NSE:SBIN-EQ", with: ""),
      String(repeating: "x", count: 10_000), Self.rows[2].replacing("1790676600", with: "soon"),
      Self.rows[0].replacing("0,1,0.1", with: "0,-1,0.1"),
    ]
    let text = bad.joined(separator: "\r\n") + "\r\n\r\n" + Self.rows[0]
    let (records, parser) = Self.parse(text)
    #expect(records.map(\.symbol) == ["NSE:SBIN-EQ"])
    #expect(parser.badRowCount == 8)
    #expect(
      parser.firstFlaw == SymbolMasterFlaw(line: 1, sentence: "expected 21 columns, were 1"))
    #expect(parser.rowCount == 9)
  }

  @Test("a quoted column may hold a comma")
  func quoted() {
    let row = Self.rows[0].replacing("STATE BANK OF INDIA", with: "\"BANK, STATE\"")
    #expect(Self.parse(row).0.first?.description == "BANK, STATE")
  }

  @Test("damaged files never trap", arguments: [UInt64(1), 2, 3])
  func damage(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let bytes = Array(Self.file.utf8)
    for _ in 0..<500 {
      var damaged = bytes
      for _ in 0..<20 {
        damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      var parser = SymbolMasterParser()
      parser.read(damaged) { record in
        #expect(record.increment > .zero && record.lot >= 0, "seed \(seed)")
      }
      parser.finish { _ in }
    }
  }

  @Test(
    "a search gives the closest first",
    arguments: [
      ("nifty", ["NSE:NIFTY50-INDEX", "NSE:NIFTY26SEPFUT", "NSE:NIFTY26SEP80.5CE"]),
      ("state bank", ["NSE:SBIN-EQ"]), ("SBIN", ["NSE:SBIN-EQ"]), ("m&m", ["NSE:M&M-EQ"]),
      ("nifty ce", ["NSE:NIFTY26SEP80.5CE"]), ("mcx:crudeoil26sepfut", ["MCX:CRUDEOIL26SEPFUT"]),
      ("nothing", []), (" ", []),
    ])
  func search(text: String, symbols: [String]) {
    var table = SymbolTable()
    for record in Self.parse(Self.file).0 { table.add(record) }
    #expect(table.search(text).map(\.symbol) == symbols)
    #expect(table["NSE:M&M-EQ"]?.exchangeToken == "2031")
    #expect(table["NSE:NOPE-EQ"] == nil)
  }

  @Test("a day's file is downloaded once; without the network the newest older one serves")
  func cache() async throws {
    let isDown = Mutex(false)
    let rig = try await TransportTests.Rig { request in
      if isDown.withLock({ $0 }) { return .reply(503) }
      return request.uri == "/sym_details/NSE_CM.csv"
        ? .reply(200, [:], Self.file) : .reply(200, [:], "<html>busy</html>")
    }
    let master = SymbolMaster(folder: try temporaryFolder(), client: rig.client)
    var table = SymbolTable()
    let first = try await master.load(.nseCash, into: &table, now: .session)
    #expect(first.count == 6)
    #expect(first.staleReason == nil)
    #expect(first.date.description == "2026-10-05")
    _ = try await master.load(.nseCash, into: &table, now: .session)
    #expect(rig.server.requests.all.count == 1)
    #expect(rig.server.requests.all[0].headers["authorization"] == nil)
    isDown.withLock { $0 = true }
    let tomorrow = EventTime.session.adding(milliseconds: 86_400_000)
    let stale = try await master.load(.nseCash, into: &table, now: tomorrow)
    #expect(stale.date.description == "2026-10-05")
    #expect(stale.staleReason != nil)
    isDown.withLock { $0 = false }
    // A web page with status 200 is no symbol master.
    await #expect(throws: FyersError.self) {
      var other = SymbolTable()
      _ = try await master.load(.nseDerivatives, into: &other, now: .session)
    }
    try await rig.finish()
  }
}
