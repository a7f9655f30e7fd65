import Glibc
import Market
import Money

/// Turns tick files into recordings and back.
///
/// A recording made of one CSV file remembers its columns, the unit of its times and the decimals of
/// its prices, so that the way back gives the same bytes. What CSV can say in several ways (ISO times,
/// several units, padded numbers, prices that are left out, unknown columns) comes back in one.
public struct TickConverter {
  /// The files to read, merged by time; `-` is standard input.
  public var files: [String]
  /// How to read them.
  public var options: TickReadOptions
  /// Whether rows may come in any order and are sorted by time (stable, in bounded memory).
  public var sorts: Bool
  /// Whether an existing output file is replaced.
  public var replaces: Bool
  /// Ticks that sorting holds in memory at once, 80 bytes each.
  public var ticksInMemory = SortedTickSource.runLength

  /// A conversion of these files.
  public init(
    files: [String], options: TickReadOptions = TickReadOptions(), sorts: Bool = false,
    replaces: Bool = false
  ) {
    self.files = files
    self.options = options
    self.sorts = sorts
    self.replaces = replaces
  }

  /// Writes the ticks as a recording, with the narrowest records that hold the columns of the files.
  ///
  /// - Parameter output: The file to write, `-` for standard output; on an error there is none.
  /// - Returns: What was read.
  /// - Throws: What is wrong with the input, or why the output cannot be written.
  public func writeRecording(to output: String) throws(RecordingError) -> TickReadCounts {
    let style = try files.count == 1 ? inputStyle(files[0]) : nil
    return try writing(to: output) { (path) throws(RecordingError) in
      let registry = SymbolRegistry()
      let source = try open(registry, for: output)
      let writer = try RecordingWriter(
        creating: path, metadata: style?.metadata ?? [],
        flushInterval: RecordingWriter.neverFlush, width: source.recordWidth, replacing: true)
      try forEachBatch(of: source) { (batch) throws(RecordingError) in
        for tick in batch { try writer.append(tick, of: registry.table) }
      }
      try writer.close()
      return source.counts
    }
  }

  /// Writes the ticks as CSV.
  ///
  /// The files are read twice when they can be: first for the columns that are needed.
  ///
  /// - Parameter output: The file to write, `-` for standard output; on an error there is none.
  /// - Returns: What was read.
  /// - Throws: What is wrong with the input, or why the output cannot be written.
  public func writeCSV(to output: String) throws(RecordingError) -> TickReadCounts {
    var style = CsvStyle()
    if files.count == 1, let known = try inputStyle(files[0]) { style = known }
    style.add(try neededColumns(beside: style.columns))
    return try writing(to: output) { (path) throws(RecordingError) in
      let registry = SymbolRegistry()
      let source = try open(registry, for: output)
      var writer = CsvTickWriter(
        try OutputFile.open(path, existing: .replace), style: style, registry: registry)
      try forEachBatch(of: source) { (batch) throws(RecordingError) in
        try writer.append(batch)
      }
      try writer.flush()
      return source.counts
    }
  }

  /// Opens the files as one source in the order of time.
  private func open(_ registry: SymbolRegistry, for output: String) throws(RecordingError)
    -> any TickSource
  {
    guard sorts else {
      return try TickReader(files: files, options: options, registry: registry)
    }
    var options = options
    options.allowsAnyOrder = true
    let folder = output == "-" ? "/tmp" : Self.folder(of: output)
    // Files are sorted one by one and then merged, so that ties keep the order of files.
    var sources: [any TickSource] = []
    for file in files {
      let source = try TickFile.open(file, options: options, registry: registry)
      sources.append(
        try SortedTickSource(
          source, registry: registry, folder: folder, runLength: ticksInMemory))
    }
    return sources.count == 1 ? sources[0] : MergedTickSource(sources)
  }

  private func inputStyle(_ file: String) throws(RecordingError) -> CsvStyle? {
    guard try TickFile.isRecording(file) else {
      return try CsvStyleScan.style(of: file, symbol: options.symbol(of: file))
    }
    let reader = try RecordingReader(file)
    var style = CsvStyle()
    while case .metadata(let key, let value)? = try reader.next() {
      style.apply(metadata: key, value)
    }
    return style
  }

  /// The columns without which something a tick says would be lost.
  private func neededColumns(beside present: [CsvColumn]) throws(RecordingError) -> Set<CsvColumn> {
    guard files.allSatisfy({ OpenFile.canBeReadAgain($0) }) else {
      return Set(CsvStyle.optionalColumns).union([.bid, .ask, .ltp, .volume])
    }
    var options = options
    options.allowsAnyOrder = sorts
    var needed: Set<CsvColumn> = []
    for file in files {
      let source = try TickFile.open(file, options: options, registry: SymbolRegistry())
      try forEachBatch(of: source) { (batch) throws(RecordingError) in
        for tick in batch {
          if tick.lastQuantity >= 0 { needed.insert(.ltq) }
          if tick.bidQuantity >= 0 { needed.insert(.bidQuantity) }
          if tick.askQuantity >= 0 { needed.insert(.askQuantity) }
          if tick.openInterest >= 0 { needed.insert(.openInterest) }
          if tick.volume > 0 { needed.insert(.volume) }
          if !present.contains(.bid), tick.bid != tick.ltp || tick.ask != tick.ltp {
            needed.formUnion([.bid, .ask])
          }
          if !present.contains(.ltp),
            tick.bid == .zero || tick.ask == .zero
              || tick.ltp.micros != CsvRowParser.mid(tick.bid.micros, tick.ask.micros)
          {
            needed.insert(.ltp)
          }
        }
      }
    }
    return needed
  }

  private func forEachBatch(
    of source: any TickSource,
    _ body: (UnsafeBufferPointer<Tick>) throws(RecordingError) -> Void
  ) throws(RecordingError) {
    let buffer = UnsafeMutableBufferPointer<Tick>.allocate(capacity: 512)
    buffer.initialize(repeating: .blank)
    defer { buffer.deallocate() }
    while true {
      let count = try source.nextBatch(into: buffer)
      if count == 0 { return }
      try body(UnsafeBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// Writes beside the output and gives it its name at the end, so that there is all of it or none.
  private func writing(
    to output: String, _ body: (String) throws(RecordingError) -> TickReadCounts
  ) throws(RecordingError) -> TickReadCounts {
    guard output != "-" else { return try body(output) }
    guard replaces || access(output, F_OK) != 0 else {
      throw RecordingError(
        .inputOutput, file: output, expected: "no file of that name yet", found: "one")
    }
    let part = output + ".part"
    do throws(RecordingError) {
      let counts = try body(part)
      guard rename(part, output) == 0 else {
        throw RecordingError(
          .inputOutput, file: output, expected: "a writable place", found: SystemMessage.of(errno))
      }
      return counts
    } catch {
      unlink(part)
      throw error
    }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
