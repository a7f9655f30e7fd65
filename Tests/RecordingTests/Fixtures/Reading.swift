import Market
import Recording

/// What reading some files to the end, or to the first error, gave.
struct Reading {
  var ticks: [Tick] = []
  var symbols: [String] = []
  var counts = TickReadCounts()
  var error: RecordingError?

  /// Reads files.
  ///
  /// - Parameters:
  ///   - files: Their paths.
  ///   - options: How to read.
  ///   - registry: The instruments that are declared.
  ///   - batch: Ticks a call.
  init(
    _ files: [String], options: TickReadOptions = TickReadOptions(),
    registry: SymbolRegistry = SymbolRegistry(), batch: Int = 7
  ) {
    let buffer = UnsafeMutableBufferPointer<Tick>.allocate(capacity: batch)
    buffer.initialize(repeating: .blank)
    defer { buffer.deallocate() }
    do throws(RecordingError) {
      let reader = try TickReader(files: files, options: options, registry: registry)
      defer { counts = reader.counts }
      while true {
        let count = try reader.nextBatch(into: buffer)
        if count == 0 { break }
        ticks += buffer[..<count]
      }
    } catch {
      self.error = error
    }
    symbols = ticks.map { registry.table[$0.instrument].symbol }
  }

  /// Reads one CSV text.
  init(csv text: String, options: TickReadOptions = TickReadOptions(), batch: Int = 7) throws {
    let folder = try TemporaryFolder()
    self.init([try folder.file(text)], options: options, batch: batch)
  }

  /// The ticks as short text, one a line: `time symbol bid ask ltp volume ltq bidQty askQty oi`.
  var lines: [String] {
    zip(ticks, symbols).map { tick, symbol in
      "\(tick.time.nanoseconds) \(symbol) \(tick.bid) \(tick.ask) \(tick.ltp) \(tick.volume)"
        + " \(tick.lastQuantity) \(tick.bidQuantity) \(tick.askQuantity) \(tick.openInterest)"
    }
  }
}
