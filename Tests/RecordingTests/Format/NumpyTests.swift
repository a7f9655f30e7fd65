import Foundation
import Market
import Money
import Recording
import TestSupport
import Testing

@Suite("Recordings in numpy")
struct NumpyTests {
  /// The three lines of the documentation.
  private static func snippet() throws -> String {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
    let page = root.joined(separator: "/") + "/Sources/Recording/Recording.docc/Recording.md"
    let text = String(decoding: try FileBytes.read(page), as: UTF8.self)
    let parts = text.components(separatedBy: "```")
    return try #require(parts.first { $0.hasPrefix("python\n") }).replacingOccurrences(
      of: "python\n", with: "", options: .anchored)
  }

  private static func python(_ program: String, in folder: String) throws -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let output = Pipe()
    process.standardOutput = output
    process.standardError = Pipe()
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: bytes, as: UTF8.self) : nil
  }

  private static let isThere = (try? python("import numpy", in: "/")) != nil

  @Test(
    "the three lines of the documentation read a recording", .enabled(if: isThere),
    arguments: RecordWidth.allCases)
  func threeLines(_ width: RecordWidth) throws {
    let folder = try TemporaryFolder()
    var generator = SplitMix64(seed: 1)
    let (ticks, table) = Sample.ticks(700, width: width, using: &generator)
    try Sample.record(
      ticks, of: table, to: folder.path + "/day.ticks", flushEvery: 100, width: width)
    let lines = try Self.snippet()
    #expect(lines.split(separator: "\n").count == 3)
    let program =
      lines + """
        symbols = [bytes(s.tobytes()[16:16 + s["length"]]).decode() for s in slots[slots["kind"] == 3]]
        for t in ticks:
            print(t["time"], symbols[t["symbol"]], *(t[name] for name in names))
        """
    let expected = ticks.map { tick in
      let quantities = [
        tick.lastQuantity, tick.bidQuantity, tick.askQuantity, tick.openInterest,
      ]
      return "\(tick.time.nanoseconds) \(table[tick.instrument].symbol) \(tick.bid.micros)"
        + " \(tick.ask.micros) \(tick.ltp.micros) \(tick.volume)"
        + quantities.prefix(width.bytes / 8 - 6).map { " \($0)" }.joined() + "\n"
    }
    #expect(try Self.python(program, in: folder.path) == expected.joined())
  }
}
