import Market
import Recording
import TestSupport
import Testing

@Suite("CSV under mutation")
struct CsvFuzzTests {
  private static let headers = [
    "time,symbol,bid,ask,ltp,volume,ltq", "time,symbol,bid,ask,ltp,volume,ltq,bid_qty,ask_qty,oi",
    "x,ltp,symbol,time,y", "symbol,ask,bid,time", "oi,time,volume,symbol,last",
  ]

  private static let times = [
    "1381239000065", "1381239000", "1381239000065123", "1381239000065123456", "5",
    "2025-02-11T10:34:43.722", "138123900006",
  ]

  private static let symbols = [
    "A", "SIM:IBM", "NSE:SBIN-EQ", "NSE:NIFTY25FEB23500CE", "NSE:BANKNIFTY25FEB51000CE-LONG",
    "NSE:A-SYMBOL-OF-MORE-THAN-THIRTY-TWO-BYTES", "12345678", "123456789", "é",
    "NSE:NIFTY50-INDEX", "-INDEX", "X-INDEX", "XXINDEX",
    "NSE:A-SYMBOL-OF-MORE-THAN-THIRTY-TWO-INDEX",
  ]

  /// A row of good cells for a header, in one of the many shapes they have.
  private static func row(for header: String, _ generator: inout SplitMix64) -> String {
    func price() -> String {
      let largest = [9, 999, 99_999, 9_999_999_999]
      let bound = largest[Int.random(in: 0..<largest.count, using: &generator)]
      let whole = Int.random(in: 1...bound, using: &generator)
      let decimals = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
        String(Int.random(in: 0...9, using: &generator))
      }
      return decimals.isEmpty ? "\(whole)" : "\(whole)." + decimals.joined()
    }
    return header.split(separator: ",").map { column in
      switch column {
      case "time": times[Int.random(in: 0..<times.count, using: &generator)]
      case "symbol": symbols[Int.random(in: 0..<symbols.count, using: &generator)]
      case "bid", "ask", "ltp", "last":
        // Nobody quotes there, or no price is given.
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: ""
        case 1: ["0", "0.00", "0.000000", "00"].randomElement(using: &generator) ?? "0"
        default: price()
        }
      case "volume", "ltq", "bid_qty", "ask_qty", "oi":
        String(generator.next() >> UInt64.random(in: 1...63, using: &generator))
      default: "anything"
      }
    }.joined(separator: ",")
  }

  private static func mutate(_ text: inout [UInt8], _ generator: inout SplitMix64) {
    let interesting = Array(",,.\n\r\"-+0159e \0\u{ff}:TZ".utf8)
    for _ in 0..<Int.random(in: 0...2, using: &generator) where !text.isEmpty {
      let position = Int.random(in: 0..<text.count, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: text[position] ^= 1 << UInt8.random(in: 0...7, using: &generator)
      case 1: text.remove(at: position)
      case 2:
        text[position] = interesting[Int.random(in: 0..<interesting.count, using: &generator)]
      default:
        text.insert(
          interesting[Int.random(in: 0..<interesting.count, using: &generator)], at: position)
      }
    }
  }

  /// The same row as the last of a file (by the rules) and followed by others (by the fast path).
  @Test("the fast path agrees with the rules on every row", arguments: 0..<40 as Range<UInt64>)
  func agreement(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let folder = try TemporaryFolder()
    let options = TickReadOptions(allowsAnyOrder: true)
    for round in 0..<100 {
      let header = Self.headers[Int.random(in: 0..<Self.headers.count, using: &generator)]
      var row = Array(Self.row(for: header, &generator).utf8)
      Self.mutate(&row, &generator)
      let good = "\n" + Self.row(for: header, &generator)
      let end = Bool.random(using: &generator) ? "\r\n" : "\n"
      let alone = Array("\(header)\n".utf8) + row
      let followed =
        alone + Array((end + String(repeating: good.dropFirst() + "\n", count: 5)).utf8)
      let slow = Reading([try folder.file(alone)], options: options)
      let fast = Reading([try folder.file(followed)], options: options)
      // A mutation may have put a line feed into the row: then only its first line is compared.
      let place = "seed \(seed), round \(round): \(String(decoding: row, as: UTF8.self))"
      if let error = slow.error {
        if row.last != UInt8(ascii: "\r") { #expect(fast.error == error, "\(place)") }
      } else {
        #expect(Array(fast.lines.prefix(slow.lines.count)) == slow.lines, "\(place)")
      }
    }
  }

  @Test("a mutated file is read or refused, never a trap", arguments: 0..<40 as Range<UInt64>)
  func survival(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let folder = try TemporaryFolder()
    for round in 0..<100 {
      let header = Self.headers[Int.random(in: 0..<Self.headers.count, using: &generator)]
      let rows = (0..<6).map { _ in Self.row(for: header, &generator) }
      var bytes = Array(([header] + rows).joined(separator: "\n").utf8)
      Self.mutate(&bytes, &generator)
      Self.mutate(&bytes, &generator)
      let file = try folder.file(
        Bool.random(using: &generator) ? bytes : Gzip.compress(bytes), named: "day.csv")
      var options = TickReadOptions(allowsAnyOrder: Bool.random(using: &generator))
      options.skipsBadRows = Bool.random(using: &generator)
      let reading = Reading([file], options: options)
      if let error = reading.error {
        #expect(error.exitCode == 65, "seed \(seed), round \(round)")
        #expect(!error.description.contains("\n"), "seed \(seed), round \(round)")
      }
    }
  }
}
