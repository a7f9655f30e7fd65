import Foundation
import Testing
@testable import Runtime
@testable import Trading

@Suite("Memory of a long replay")
struct MemoryTests {
  /// Buys or sells at every tick, each time with a tag that was never used.
  static let churn = """
    strategy { name = "churn", symbols = { "SIM:A" } }
    function on_tick(tick)
      local tag = string.format("a tag of an order, the number of which is %d", tick.seq)
      if position(tick.symbol).qty > 0 then
        sell(tick.symbol, 1, { tag = tag })
      else
        buy(tick.symbol, 1, { tag = tag })
      end
    end
    """

  @Test("what the program keeps of its own does not grow with orders, trades and texts")
  func bounded() throws {
    let orders = 60_000
    let folder = try ScratchFolder()
    let script = try folder.write("churn.lua", Self.churn)
    let row = "1736135400000,SIM:A,99.95,100.05,100.00,100\n"
    let ticks = try folder.write(
      "t.csv", "time,symbol,bid,ask,ltp,volume\n" + String(repeating: row, count: orders))
    let process = Process()
    process.executableURL = SaudaProcess.executable
    process.arguments = ["replay", script, "--ticks", ticks, "--cash", "90000000", "--json"]
    process.environment = ["PATH": "/usr/bin:/bin"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    // The report is longer than a pipe holds: it has begun, and waits here with all orders there are.
    let start = try #require(try output.fileHandleForReading.read(upToCount: 1_000))
    let memory = try Self.ownMemory(ofChildOf: process.processIdentifier)
    let rest = try #require(try output.fileHandleForReading.readToEnd())
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let text = String(decoding: start + rest, as: UTF8.self)
    #expect(text.contains("\"order_count\": \(orders),"))
    #expect(text.contains("\"trades\": \(orders / 2),"))
    for number in [1, 50_000, orders] {
      #expect(text.contains("\"a tag of an order, the number of which is \(number)\""))
    }
    #expect(memory > 0 && memory < Self.mostOwnMemory, "\(memory) kB")
  }

  /// In kB; orders and tags alone would take more than this.
  private static let mostOwnMemory = 16 << 10

  /// The resident memory of the process that a replay runs in, without pages of files, in kB.
  private static func ownMemory(ofChildOf pid: Int32) throws -> Int {
    let children = try String(
      contentsOf: URL(filePath: "/proc/\(pid)/task/\(pid)/children"), encoding: .utf8)
    let child = try #require(children.split(separator: " ").first)
    let status = try String(contentsOf: URL(filePath: "/proc/\(child)/status"), encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") })
    return try #require(
      line.split(whereSeparator: { $0 == "\t" || $0 == " " })
        .dropFirst().first.flatMap { Int($0) })
  }

  @Test("a file without a name keeps what is written when it is taken out of the way")
  func spillFile() throws {
    let memory = SpillFile().memory
    var pieces: [UnsafeMutableRawPointer] = []
    for number in 0..<200 {
      let piece = try #require(memory.take(100_000))
      #expect(UInt(bitPattern: piece) % 16 == 0)
      piece.initializeMemory(as: UInt8.self, repeating: UInt8(number), count: 100_000)
      pieces.append(piece)
    }
    memory.settle()
    for (number, piece) in pieces.enumerated() {
      let bytes = UnsafeRawBufferPointer(start: piece, count: 100_000)
      #expect(bytes.first == UInt8(number) && bytes.last == UInt8(number))
    }
    #expect(memory.take(0) == nil && memory.take(1 << 30) == nil)
  }

  @Test("without a folder that takes a file there is none, and nobody fails")
  func noFolder() {
    #expect(SpillFile(folders: []).memory.take(1_000) == nil)
    #expect(SpillFile(folders: ["/no/such", "/proc"]).memory.take(1_000) == nil)
  }
}
