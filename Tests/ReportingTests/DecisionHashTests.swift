import Market
import Money
import Reporting
import Trading
import Testing

@Suite("decision hash")
struct DecisionHashTests {
  private let zero = EventTime(nanoseconds: 0)
  private let full = DecisionLine(
    sequence: 12, time: EventTime(nanoseconds: 1_700_000_000_000_000_000), kind: .fill,
    orderNumber: 3, side: .sell, symbol: "NSE:SBIN-EQ", quantity: 100,
    type: "stop_limit", price: price("549.5"), trigger: price("550"), reason: "rule:trail",
    tag: "again")

  @Test("a line holds the fields in order, and a dash for what is missing")
  func lines() {
    #expect(
      text(full)
        == "12 1700000000000000000 fill SELL-3 SELL NSE:SBIN-EQ 100 stop_limit 549.50 550.00 "
        + "rule:trail again\n")
    #expect(
      text(DecisionLine(sequence: 0, time: zero, kind: .level, symbol: "X"))
        == "0 0 level - - X - - - - - -\n")
    let smallest = DecisionLine(
      sequence: .min, time: EventTime(nanoseconds: .min), kind: .denial, side: .buy, symbol: "X",
      quantity: .min,
      price: Price(micros: .min), reason: "QUANTITY", tag: "")
    #expect(
      text(smallest)
        == "-9223372036854775808 -9223372036854775808 denial - BUY X -9223372036854775808 - "
        + "-9223372036854.775808 - QUANTITY -\n")
  }

  @Test(
    "a text cannot pass for another field or another line",
    arguments: [
      ("a b", "a%20b"), ("a\nb", "a%0Ab"), ("100%", "100%25"), ("-", "%2D"), ("--", "--"),
      ("\u{7F}\t", "%7F%09"), ("₹", "₹"), ("a%20b", "a%2520b"),
    ])
  func escaping(tag: String, expected: String) {
    let line = DecisionLine(sequence: 1, time: zero, kind: .request, symbol: "X", tag: tag)
    #expect(text(line) == "1 0 request - - X - - - - - \(expected)\n")
  }

  @Test("is the SHA-256 of the lines, however many there are")
  func reference() {
    // printf '' | sha256sum, and the same of the printed lines.
    var empty = DecisionHash()
    #expect(
      empty.finalize() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    var hash = DecisionHash()
    var all: [UInt8] = []
    for number in Int64(0)..<2_000 {
      let line = DecisionLine(
        sequence: number, time: zero, kind: .request, orderNumber: number, side: .buy,
        symbol: "NSE:SBIN-EQ",
        quantity: number * 7, tag: "t")
      hash.add(line)
      line.append(to: &all)
    }
    #expect(hash.count == 2_000)
    #expect(hash.finalize() == Fingerprint.sha256(of: all))
  }

  @Test("a line has the words of the kernel", arguments: OrderSide.allCases, OrderType.allCases)
  func words(side: OrderSide, type: OrderType) {
    let line = DecisionLine(
      sequence: 1, time: zero, kind: .request, orderNumber: 2, side: side, symbol: "X", quantity: 3,
      type: type.text, reason: "script")
    #expect(text(line) == "1 0 request \(side.text)-2 \(side.text) X 3 \(type.text) - - script -\n")
    let words = EncodedWords()
    var hash = DecisionHash()
    hash.add(
      DecisionBytes(
        sequence: 1, time: zero, kind: .request, orderNumber: 2, side: side, quantity: 3,
        type: type, price: nil, trigger: nil),
      symbol: words.keep("X"), reason: words.keep("script"), tag: words.keep(""))
    #expect(hash.finalize() == Fingerprint.sha256(of: Array(text(line).utf8)))
    withExtendedLifetime(words) {}
  }

  @Test("asking for the hash does not disturb it")
  func finalizeTwice() {
    var asked = DecisionHash()
    var unasked = DecisionHash()
    asked.add(full)
    unasked.add(full)
    let first = asked.finalize()
    #expect(asked.finalize() == first)
    asked.add(full)
    unasked.add(full)
    #expect(asked.finalize() == unasked.finalize())
    #expect(asked.finalize() != first)
  }

  @Test("a known text has its published fingerprint")
  func fingerprint() {
    // FIPS 180-4, example "abc".
    #expect(
      Fingerprint.sha256(of: Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  private func text(_ line: DecisionLine) -> String {
    var bytes: [UInt8] = []
    line.append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
