import Fyers
import Money
import TestSupport
import Testing

@Suite("Wire integers as prices")
struct FeedScaleTests {
  @Test(
    "the scales of the sheet are exact",
    arguments: [
      (1, 2, 106_550, 1_065_500_000), (1, 4, 965_475, 96_547_500), (100, 2, 965_475, 96_547_500),
      (100, 4, 965_475, 965_475), (10, 1, 106_550, 1_065_500_000), (100, 0, 5, 50_000),
      (0, 2, 106_550, 1_065_500_000), (1, 0, 2_147_483_647, 2_147_483_647_000_000),
      (1, 0, -2_147_483_647, -2_147_483_647_000_000), (1, 6, 1, 1), (1, 2, 0, 0),
    ] as [(UInt16, UInt8, Int32, Int64)])
  func exact(multiplier: UInt16, precision: UInt8, raw: Int32, micros: Int64) {
    let scale = FeedScale(multiplier: multiplier, precision: precision)
    #expect(scale.price(raw) == Price(micros: micros))
    #expect(scale.isExact(raw))
  }

  @Test(
    "what is finer than a millionth is rounded half away from zero",
    arguments: [
      (3, 2, 100, 333_333), (3, 2, 200, 666_667), (3, 2, -200, -666_667), (1, 7, 15, 2),
      (1, 7, -15, -2), (1, 7, 14, 1), (2, 6, 1, 1), (1, 255, 2_147_483_647, 0),
      (65_535, 20, 2_147_483_647, 0), (1, 16, 2_147_483_647, 0), (7, 9, 2_147_483_647, 306_783),
    ] as [(UInt16, UInt8, Int32, Int64)])
  func rounded(multiplier: UInt16, precision: UInt8, raw: Int32, micros: Int64) {
    let scale = FeedScale(multiplier: multiplier, precision: precision)
    #expect(scale.price(raw) == Price(micros: micros))
    #expect(!scale.isExact(raw))
  }

  @Test("no scale and no value traps, and the double agrees with the exact price")
  func agreement() {
    var random = SplitMix64(seed: 99)
    for _ in 0..<20_000 {
      let multiplier = UInt16(truncatingIfNeeded: random.next())
      let precision = random.byte()
      let raw = Int32(truncatingIfNeeded: random.next())
      let scale = FeedScale(multiplier: multiplier, precision: precision)
      let distance = Double(scale.price(raw).micros) - scale.double(raw) * 1e6
      #expect(distance.magnitude <= 0.51, "\(multiplier) \(precision) \(raw)")
    }
  }
}
