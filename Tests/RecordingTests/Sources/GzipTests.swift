import Recording
import Testing

@Suite("Compressed CSV")
struct GzipTests {
  private static let csv =
    "time,symbol,ltp\n" + (0..<5_000).map { "\($0),A,\($0 + 1)\n" }.joined()

  @Test("a compressed file reads like its content, whatever its name")
  func content() throws {
    let folder = try TemporaryFolder()
    let plain = Reading([try folder.file(Self.csv)])
    for name in ["day.csv.gz", "day.csv"] {
      let file = try folder.file(Gzip.compress(Array(Self.csv.utf8)), named: name)
      let reading = Reading([file])
      #expect(reading.error == nil)
      #expect(reading.lines == plain.lines)
    }
    #expect(plain.lines.count == 5_000)
  }

  @Test("members that follow each other are joined, even within a row")
  func members() throws {
    let bytes = Array(Self.csv.utf8)
    let parts = [bytes[..<7], bytes[7..<20_001], bytes[20_001..<20_001], bytes[20_001...]]
    let folder = try TemporaryFolder()
    let file = try folder.file(
      parts.flatMap { Gzip.compress(Array($0)) }, named: "day.csv.gz")
    let reading = Reading([file])
    #expect(reading.error == nil)
    #expect(reading.lines.count == 5_000)
  }

  @Test("a cut file is an error after the rows before it", arguments: [1, 5, 11, 30, 3_000])
  func truncated(cut: Int) throws {
    let folder = try TemporaryFolder()
    let whole = Gzip.compress(Array(Self.csv.utf8))
    let reading = Reading([try folder.file(Array(whole.dropLast(cut)), named: "day.csv.gz")])
    let error = try #require(reading.error)
    #expect(error.exitCode == 65)
    #expect(error.subject == "gzip")
  }

  @Test("damage is an error, and trailing garbage is, too")
  func corrupt() throws {
    let folder = try TemporaryFolder()
    let whole = Gzip.compress(Array(Self.csv.utf8))
    var flipped = whole
    flipped[flipped.count - 6] ^= 1
    for bytes in [flipped, whole + [1, 2, 3], Array("plain".utf8), []] {
      let error = try #require(Reading([try folder.file(bytes, named: "x.csv.gz")]).error)
      #expect(error.exitCode == 65)
    }
  }

  @Test(
    "the recorded days of the examples can be read",
    arguments: [
      ("ibm_20131008.csv.gz", 57_281), ("us3_20131008.csv.gz", 241_161),
      ("nse_nifty50_index_202502.csv", 1_650),
    ])
  func examples(_ name: String, _ ticks: Int) throws {
    let reading = Reading([Examples.path(name)], batch: 512)
    #expect(reading.error == nil)
    #expect(reading.counts.ticks == ticks)
  }
}
