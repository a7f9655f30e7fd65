import Market
import Recording
import TestSupport
import Testing

@Suite("What is in a tick file")
struct TickFileInfoTests {
  @Test("a CSV file")
  func csv() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("time,symbol,bid,ask\n1,B,2,1\n2,A,1,2\n7,B,1,1\n")
    let info = try TickFileInfo(file)
    #expect(info.recording == nil)
    #expect(info.error == nil)
    #expect(info.counts.ticks == 3)
    #expect(info.counts.crossedQuotes == 1)
    #expect(info.symbols.map(\.symbol) == ["B", "A"])
    #expect(info.symbols.map(\.ticks) == [2, 1])
    #expect(info.symbols.first?.last == info.last)
    #expect(info.first?.nanoseconds == 1_000_000_000)
    #expect(info.longestPause?.nanoseconds == 5_000_000_000)
    #expect(info.byteCount == 44)
  }

  @Test("a malformed file tells what was read, and why no more")
  func malformed() throws {
    let folder = try TemporaryFolder()
    let info = try TickFileInfo(try folder.file("time,symbol,ltp\n1,B,2\nx,B,2\n"))
    #expect(info.counts.ticks == 1)
    #expect(info.error?.place == .text(line: 3, column: 1))
  }

  @Test("a recording, whole and torn")
  func recording() throws {
    let folder = try TemporaryFolder()
    var generator = SplitMix64(seed: 5)
    let (ticks, table) = Sample.ticks(300, using: &generator)
    let path = folder.path + "/day.ticks"
    let writer = try RecordingWriter(
      creating: path, metadata: [("a", "b")], flushInterval: RecordingWriter.neverFlush)
    for tick in ticks { try writer.append(tick, of: table) }
    let gap = RecordedGap(start: ticks[0].time, end: ticks[299].time, reason: .stopped)
    try writer.append(gap, of: table)
    try writer.append(RecordedEvent(time: ticks[299].time, code: 1, payload: [1]))
    try writer.close()

    let info = try TickFileInfo(path)
    let details = try #require(info.recording)
    #expect(info.counts.ticks == 300)
    #expect(info.symbols.map(\.ticks).reduce(0, +) == 300)
    #expect(info.last == ticks[299].time)
    #expect(details.gaps == [gap])
    #expect(details.events == 1)
    #expect(details.blocks == 2)
    #expect(details.isClosed)
    #expect(details.metadata.map { "\($0.key)=\($0.value)" } == ["a=b"])
    #expect(info.counts.damage.isEmpty)

    let bytes = try FileBytes.read(path)
    let torn = try TickFileInfo(try folder.file(Array(bytes.dropLast(3)), named: "torn.ticks"))
    #expect(torn.counts.ticks == 251)
    #expect(torn.counts.damage.first?.offset == 80 + 256 * 80)
    #expect(torn.recording?.isClosed == false)
    #expect(torn.error == nil)
  }
}
