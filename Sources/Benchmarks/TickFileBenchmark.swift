import Glibc
import Market
import Money
import Recording

/// Reading and writing tick files, without an engine.
enum TickFileBenchmark {
  static func run(csv: String, ticks: String) throws(RecordingError) {
    try read("CSV parsed", csv)
    try read("recording read", ticks)
    try walk(ticks)
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
    show(name, cost / Double(max(1, total)))
  }

  /// All checks and one field of every tick, each time in a mapping of its own.
  private static func walk(_ path: String) throws(RecordingError) {
    var ticks = 0
    var sum: Int64 = 0
    let cost = try Measure.nanoseconds(operations: 1, rounds: 9) { () throws(RecordingError) in
      (ticks, sum) = try walk(try RecordingReader(path))
    }
    let mean = sum / Int64(max(1, ticks))
    show("recording walked (mean ltp \(Price(micros: mean)))", cost / Double(max(1, ticks)))
  }

  private static func walk(_ reader: RecordingReader) throws(RecordingError) -> (Int, Int64) {
    var ticks = 0
    var sum: Int64 = 0
    try reader.forEach { run in
      ticks += run.count
      for tick in run { sum &+= tick.ltp.micros }
    } entry: { entry in
      if case .tick(let tick) = entry { sum &+= tick.ltp.micros }
    }
    return (ticks, sum)
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
    func write(_ width: RecordWidth, flushInterval: Int64) throws(RecordingError) {
      let writer = try RecordingWriter(
        creating: target, flushInterval: flushInterval, width: width, replacing: true)
      for index in 0..<filled { try writer.append(buffer[index], of: reader.registry.table) }
      try writer.close()
    }
    for width in Set([reader.recordWidth, .full]).sorted() {
      show(
        "recording written, \(width.bytes) bytes a tick",
        try Measure.nanoseconds(operations: filled, rounds: 5) { () throws(RecordingError) in
          try write(width, flushInterval: RecordingWriter.neverFlush)
        })
    }
    show(
      "recording written, a block a second at least",
      try Measure.nanoseconds(operations: filled, rounds: 5) { () throws(RecordingError) in
        try write(.full, flushInterval: RecordingWriter.liveFlushInterval)
      })
    var times: [Double] = []
    for _ in 0..<5 {
      let began = Measure.clock()
      try write(.full, flushInterval: RecordingWriter.liveFlushInterval)
      times.append((Measure.clock() - began) * 1e9 / Double(filled))
    }
    show("the same by the clock, until it is on the disk", Measure.median(times))
  }

  private static func show(_ name: String, _ cost: Double) {
    Row.show(name, Row.nanoseconds(cost), "\(Row.tenths(1_000 / cost)) million ticks/s")
  }
}
