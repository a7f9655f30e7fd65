import Reporting
import Trading
import Testing

@Suite("progress line")
struct ProgressLineTests {
  @Test(
    "shows what is known, within its width",
    arguments: [
      (nil, "12,34,567 ticks  41,00,000/s  00:12"),
      (0.0, "▕                    ▏   0 %  12,34,567 ticks  41,00,000/s  00:12"),
      (0.456, "▕█████████           ▏  45 %  12,34,567 ticks  41,00,000/s  00:12  00:14 left"),
      (0.03, "▕▌                   ▏   3 %  12,34,567 ticks  41,00,000/s  00:12  06:28 left"),
      (1.0, "▕████████████████████▏ 100 %  12,34,567 ticks  41,00,000/s  00:12"),
      (7.5, "▕████████████████████▏ 100 %  12,34,567 ticks  41,00,000/s  00:12"),
      (-1, "▕                    ▏   0 %  12,34,567 ticks  41,00,000/s  00:12"),
      (Double.nan, "12,34,567 ticks  41,00,000/s  00:12"),
    ] as [(Double?, String)])
  func lines(fraction: Double?, expected: String) {
    let line = ProgressLine(
      fraction: fraction, ticks: 1_234_567, ticksPerSecond: 4_100_000, elapsed: .seconds(12))
    #expect(line.text() == expected)
    #expect(line.text().count <= 80)
  }

  @Test("a narrow terminal loses parts from the right, never the line's width")
  func narrow() {
    let line = ProgressLine(
      fraction: 0.5, ticks: .max, ticksPerSecond: .max, elapsed: .seconds(360_000))
    #expect(line.text(width: 30) == "▕██████████          ▏  50 %")
    #expect((0...80).allSatisfy { line.text(width: $0).count <= $0 })
  }
}
