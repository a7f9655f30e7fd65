import Glibc
import Market
import Recording

/// Reading and writing tick files, without an engine.
enum TickFileBenchmark {
  static func run(csv: String, ticks: String) throws(RecordingError) {
    try read("CSV parsed", csv)
    try read("recording read", ticks)
    try write(ticks)
  }

  private static func read(_ name: String, _ path: String) throws(RecordingError) {
    let buffer = UnsafeMutableBufferPointer<Tick>.allocate(capacity: 256)
    buffer.initialize(repeating: Tick.blank)
    defer { buffer.deallocate() }
    var total = 0
    let cost = try Measure.nanoseconds(operations: 1, rounds: 3) { () throws(RecordingError) in
      let reader = try TickReader(files: [path])
      total = 0
      while case let count = try reader.nextBatch(into: buffer), count > 0 { total += count }
    }
    let each = cost / Double(max(1, total))
    Row.show(name, Row.nanoseconds(each), "\(Row.tenths(1_000 / each)) million ticks/s")
  }

  private static func write(_ path: String) throws(RecordingError) {
    let reader = try TickReader(files: [path])
    let count = 500_000
    let buffer = UnsafeMutableBufferPointer<Tick>.allocate(capacity: count)
    buffer.initialize(repeating: Tick.blank)
    defer { buffer.deallocate() }
    let filled = try reader.nextBatch(into: buffer)
    let target = path + ".written"
    defer { unlink(target) }
    let cost = try Measure.nanoseconds(operations: filled, rounds: 3) { () throws(RecordingError) in
      let writer = try RecordingWriter(
        creating: target, flushInterval: RecordingWriter.neverFlush, replacing: true)
      for index in 0..<filled { try writer.append(buffer[index], of: reader.registry.table) }
      try writer.close()
    }
    Row.show(
      "recording written", Row.nanoseconds(cost), "\(Row.tenths(1_000 / cost)) million ticks/s")
  }
}
