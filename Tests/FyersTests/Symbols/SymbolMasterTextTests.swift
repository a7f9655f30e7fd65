import Market
import Money
import TestSupport
import Testing

@testable import Fyers

@Suite("A symbol master from a file")
struct SymbolMasterTextTests {
  /// Two members of the broker's JSON file, with its fields, some of them empty or texts.
  static let json = """
    {
      "NSE:SBIN-EQ": {"fyToken": "10100000003045", "isin": "INE062A01020", "symDetails":
        "STATE BANK OF INDIA", "symTicker": "NSE:SBIN-EQ", "exchange": 10, "segment": 10,
        "exToken": 3045, "optType": "XX", "underSym": "SBIN", "exInstType": 0, "minLotSize": 1,
        "tickSize": 0.05, "expiryDate": "", "strikePrice": -1.0, "qtyFreeze": "",
        "originalExpDate": null},
      "NSE:NIFTY26NOV25000CE": {"fyToken": "101126112445001", "exInstType": 14, "minLotSize": 65,
        "tickSize": "0.05", "expiryDate": "1795514400", "strikePrice": 25000.0, "optType": "CE",
        "qtyFreeze": "1800"}
    }

    """

  private static func read(_ text: String) throws(SymbolMasterFlaw) -> [SymbolRecord] {
    var records: [SymbolRecord] = []
    try SymbolMasterText.read(Array(text.utf8)) { records.append($0) }
    return records
  }

  @Test("CSV and JSON are told apart by content")
  func forms() throws {
    let rows = try Self.read("\u{FEFF}" + SymbolMasterTests.file)
    #expect(
      rows.map(\.symbol)
        == SymbolMasterTests.file.split(separator: "\n").map {
          String($0.split(separator: ",", omittingEmptySubsequences: false)[9])
        })
    #expect(rows.allSatisfy { $0.freeze == nil })
    let members = try Self.read(Self.json)
    #expect(members.map(\.symbol) == ["NSE:SBIN-EQ", "NSE:NIFTY26NOV25000CE"])
    #expect(members.map(\.lot) == [1, 65])
    #expect(members.map(\.freeze) == [nil, 1_800])
    #expect(members.map(\.increment) == [Price(micros: 50_000), Price(micros: 50_000)])
    #expect(members[1].strike == Price(micros: 25_000_000_000))
    #expect(members[0].description == "STATE BANK OF INDIA")
    #expect(try Self.read(" {} \n").isEmpty)
  }

  @Test(
    "a freeze quantity that is empty, null, absent or not above zero sets no limit",
    arguments: [
      (#""qtyFreeze": """#, nil), (#""qtyFreeze": null"#, nil), (#""x": 1"#, nil),
      (#""qtyFreeze": 0"#, nil), (#""qtyFreeze": "-1""#, nil), (#""qtyFreeze": 1800.0"#, 1_800),
      (#""qtyFreeze": "900""#, 900),
    ] as [(String, Int64?)])
  func freeze(field: String, freeze: Int64?) throws {
    let records = try Self.read(#"{"NSE:X": {"minLotSize": 5, "tickSize": 0.05, \#(field)}}"#)
    #expect(records.map(\.freeze) == [freeze])
  }

  @Test(
    "what is malformed is named with its line, what was expected and what was there",
    arguments: [
      ("", 1, "expected rows of 21 columns or a JSON object"),
      (" \n\n", 1, "expected rows of 21 columns or a JSON object"),
      ("<html>\n", 1, "expected 21 columns, were 1"),
      (
        SymbolMasterTests.rows[0] + "\n\n"
          + SymbolMasterTests.rows[2].replacing(",65,", with: ",x,"), 3,
        "expected a lot, a whole number from 0 in column 4, was x"
      ),
      (
        SymbolMasterTests.rows[0].replacing(",0.1,", with: ",0,"), 1,
        "expected a price increment such as 0.05 in column 5, was 0"
      ),
      (
        SymbolMasterTests.rows[0].replacing("NSE:SBIN-EQ", with: ""), 1,
        "expected a symbol such as NSE:SBIN-EQ in column 10, was empty"
      ),
      (
        "{\n\"NSE:X\": {\"tickSize\": 0.05}}", 2,
        "NSE:X: expected a lot, a whole number from 0 in minLotSize, was missing"
      ),
      (
        "{\n\"NSE:X\": {\"minLotSize\": 1,\n\"tickSize\": \"a\"}}", 2,
        "NSE:X: expected a price increment such as 0.05 in tickSize, was a"
      ),
      (
        "{\"NSE:X\": {\"minLotSize\": 1, \"tickSize\": 1, \"qtyFreeze\": [1]}}", 1,
        "NSE:X: expected a largest quantity, or nothing, in qtyFreeze, was no number"
      ),
      ("{\n\n\"NSE:X\": 5}", 3, "expected an object for NSE:X"),
      ("{\"NSE:X\": {\n", 1, "expected an end of the object, was none"),
      ("{\"NSE", 1, "expected an end of the text, was none"),
      ("{5: 1}", 1, "expected a symbol in quotes"),
      ("{}\n{}", 2, "expected the end"),
      ("{", 1, "expected a symbol in quotes, the file ends there"),
      (
        "{\"A\": {\"minLotSize\": 1, \"tickSize\": 1}\n", 2,
        "expected ',' or '}', the file ends there"
      ),
      ("{\"A\": {\n\n\"b\" 1}}", 3, "expected ':'"),
    ])
  func malformed(text: String, line: Int, sentence: String) {
    do throws(SymbolMasterFlaw) {
      _ = try Self.read(text)
      Issue.record("accepted: \(text)")
    } catch {
      #expect(error == SymbolMasterFlaw(line: line, sentence: sentence))
    }
  }

  @Test("truncated and damaged JSON never traps", arguments: [UInt64(1), 2, 3])
  func damage(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let whole = Array(Self.json.utf8)
    for count in 0..<whole.count {
      try? SymbolMasterText.read(Array(whole[..<count])) { _ in }
    }
    for _ in 0..<500 {
      var bytes = whole
      for _ in 0..<10 {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      try? SymbolMasterText.read(bytes) { record in
        #expect(
          record.increment > .zero && record.lot >= 0 && record.freeze != 0, "seed \(seed)")
      }
    }
  }

  @Test("the newest kept file of a segment gives what is wanted, others may read it")
  func kept() throws {
    let folder = try temporaryFolder()
    let cache = SymbolCache(folder: folder + "/symbols")
    let none = try SymbolMaster.kept(.nseCash, in: folder) { _ in true }
    #expect(none.isEmpty)
    let day = try #require(CivilDate(year: 2026, month: 11, day: 17))
    let next = try #require(CivilDate(year: 2026, month: 11, day: 18))
    try cache.write(Array(SymbolMasterTests.file.utf8), .nseCash, day)
    try cache.write(
      Array(SymbolMasterTests.rows[0].replacing(",0.1,", with: ",0.05,").utf8), .nseCash, next)
    let found = try SymbolMaster.kept(.nseCash, in: folder) { $0.symbol == "NSE:SBIN-EQ" }
    #expect(found.map(\.increment) == [Price(micros: 50_000)])
    try cache.write(Array("<html>".utf8), .nseCash, next)
    #expect(try SymbolMaster.kept(.nseCash, in: folder) { _ in true }.isEmpty)
  }
}
