import TestSupport
import Testing
import WireText

@Suite("Queries")
struct QueryTextTests {
  @Test("a query is names and values in their order")
  func pairs() {
    let pairs = QueryText.pairs("a=1&b&&c=x=y&=z&d=")
    #expect(pairs.map { String($0.name) } == ["a", "b", "c", "", "d"])
    #expect(pairs.map { $0.value.map(String.init) } == ["1", nil, "x=y", "z", ""])
    #expect(QueryText.pairs("").isEmpty)
  }

  @Test("escapes are what they stand for")
  func unescaped() throws {
    #expect(try QueryText.unescaped("NSE%3ASBIN-EQ+a%2b%E2%82%B9") == "NSE:SBIN-EQ a+₹")
    for text in ["%", "%4", "%zz", "%+1", "a%2"] as [Substring] {
      #expect(throws: QueryText.Fault.escape, "\(text)") { try QueryText.unescaped(text) }
    }
    #expect(throws: QueryText.Fault.encoding) { try QueryText.unescaped("%FF") }
  }

  @Test("what is escaped comes back", arguments: 0..<2 as Range<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let pieces = ["a", "Z", "0", " ", "+", "%", "&", "=", "~", "é", "₹", "😀", "\n"]
    for _ in 0..<500 {
      let text = (0..<random.below(10)).map { _ in random.pick(pieces) }.joined()
      let escaped = QueryText.escaped(text)
      #expect(escaped.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "seed \(seed)")
      #expect(try QueryText.unescaped(Substring(escaped)) == text, "seed \(seed)")
    }
    #expect(QueryText.escaped("a:b c/é") == "a%3Ab+c%2F%C3%A9")
  }
}
