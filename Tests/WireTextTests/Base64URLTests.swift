import TestSupport
import Testing
import WireText

@Suite("Base64 of the URL alphabet")
struct Base64URLTests {
  @Test(
    "the vectors of RFC 4648",
    arguments: [
      ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
      ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"), ("\u{3FF}?>", "z78_Pg"),
    ])
  func vectors(text: String, encoded: String) {
    #expect(Base64URL.encode(Array(text.utf8)) == encoded)
    #expect(Base64URL.decode(encoded) == Array(text.utf8))
    let padding = String(repeating: "=", count: (4 - encoded.count % 4) % 4)
    #expect(Base64URL.decode(encoded + padding) == Array(text.utf8))
  }

  @Test("any bytes come back", arguments: 0..<2 as Range<UInt64>)
  func roundTrip(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<500 {
      let bytes = (0..<random.below(40)).map { _ in UInt8(random.below(256)) }
      let text = Base64URL.encode(bytes)
      #expect(Base64URL.decode(text) == bytes, "seed \(seed)")
      #expect(Base64URL.decode(text, skippingOthers: true) == bytes, "seed \(seed)")
    }
  }

  @Test("other characters spoil a text, or are skipped")
  func others() {
    for text in ["Zg!", "Z g", "Zg=v", "Zg===", "Zm9v\n", "é"] {
      #expect(Base64URL.decode(text) == nil, "\(text)")
    }
    #expect(Base64URL.decode("-_+/") == [0xFB, 0xFF, 0xBF].map { $0 })
    #expect(Base64URL.decode("Zm=9\nv!", skippingOthers: true) == Array("foo".utf8))
    #expect(Base64URL.decode("Zm9vZ") == nil)
    #expect(Base64URL.decode("Zm9vZ", skippingOthers: true) == nil)
  }
}
