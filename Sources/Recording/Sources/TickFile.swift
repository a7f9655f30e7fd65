import Market

/// Opening one tick file by what its content says it is.
enum TickFile {
  /// The ticks of a file.
  ///
  /// - Parameters:
  ///   - name: A path, or `-` for standard input.
  ///   - options: How to read it.
  ///   - registry: Gives symbols their ids.
  /// - Returns: Its ticks, from the first.
  /// - Throws: That it cannot be opened, or that its beginning is not one of a tick file.
  static func open(_ name: String, options: TickReadOptions, registry: SymbolRegistry)
    throws(RecordingError) -> any TickSource
  {
    var options = options
    options.symbol = options.symbol(of: name)
    let file = try OpenFile(name)
    let beginning = try file.peek(RecordingFormat.magic.count)
    if beginning.starts(with: RecordingFormat.magic) || name.hasSuffix(".ticks") {
      guard options.symbol == nil else {
        throw RecordingError(
          .usage, file: name, subject: "--symbol", expected: "a CSV file without symbols",
          found: "a recording, which has its own")
      }
      let cursor = try recording(file, registry: registry, wanted: options.wanted)
      return RecordingTickSource(cursor)
    }
    return CsvTickSource(
      try CsvReader.open(try text(file), file: name, options: options, registry: registry))
  }

  /// The text of a file, inflated when it is compressed.
  ///
  /// - Parameter file: The file, of which nothing but a first look was taken.
  /// - Returns: Its text, from the first byte.
  /// - Throws: That it is not what its name says.
  static func text(_ file: OpenFile) throws(RecordingError) -> ByteWindow {
    let beginning = try file.peek(RecordingFormat.magic.count)
    if beginning.starts(with: GzipProducer.magic) { return ByteWindow(try GzipProducer(file)) }
    guard !file.name.hasSuffix(".gz") else {
      throw RecordingError(
        .content, file: file.name, place: .byte(0), expected: "gzip data",
        found: QuotedText.of(beginning, whenEmpty: "an empty file"))
    }
    return ByteWindow(file)
  }

  /// Whether a file is a recording, by its first bytes or, when it has none, by its name.
  ///
  /// - Parameter name: A path; standard input and pipes are taken for text.
  /// - Returns: Whether it is one.
  /// - Throws: That it cannot be opened.
  static func isRecording(_ name: String) throws(RecordingError) -> Bool {
    guard OpenFile.canBeReadAgain(name) else { return false }
    let beginning = try OpenFile(name).peek(RecordingFormat.magic.count)
    return beginning.starts(with: RecordingFormat.magic) || name.hasSuffix(".ticks")
  }

  /// A cursor at the beginning of a recording.
  ///
  /// - Parameters:
  ///   - file: The file, of which nothing but a first look was taken.
  ///   - registry: Gives symbols their ids.
  ///   - wanted: The moments that are wanted.
  /// - Returns: The cursor.
  /// - Throws: That it is no recording, or no regular file.
  static func recording(
    _ file: OpenFile, registry: SymbolRegistry, wanted: WantedTimes = .all
  ) throws(RecordingError) -> RecordingCursor {
    guard let mapping = file.map() else {
      let found = file.isRegular ? "an empty file" : "a stream"
      throw RecordingError(
        file.isRegular ? .content : .inputOutput, file: file.name, place: .byte(0),
        subject: "recording", expected: "a file that can be mapped", found: found)
    }
    return try RecordingCursor.open(
      mapping, file: file.name, registry: registry, wanted: wanted)
  }
}

/// The ticks of one recording.
final class RecordingTickSource: TickSource {
  private var cursor: RecordingCursor
  private var failure: RecordingError?

  init(_ cursor: consuming RecordingCursor) { self.cursor = cursor }

  func nextBatch(into buffer: UnsafeMutableBufferPointer<Tick>) throws(RecordingError) -> Int {
    if let failure { throw failure }
    guard let base = buffer.baseAddress else { return 0 }
    var tick = base
    do throws(RecordingError) {
      try cursor.takeTicks(upTo: base + buffer.count, at: &tick)
    } catch {
      failure = error
      guard tick > base else { throw error }
    }
    remark(on: base, before: tick)
    cursor.counts.ticks += tick - base
    return tick - base
  }

  /// Remarks on the first tick when it is before 1990; the later ones are not of interest then.
  private func remark(on first: UnsafePointer<Tick>, before end: UnsafePointer<Tick>) {
    guard cursor.counts.ticks == 0, first < end,
      first.pointee.time.nanoseconds < TickFileRemark.earlyTimesEnd
    else { return }
    cursor.counts.remarks.append(
      TickFileRemark(
        file: cursor.file, line: nil, subject: .earlyTime(first.pointee.time, .record)))
  }

  var recordWidth: RecordWidth { cursor.width }

  var counts: TickReadCounts { cursor.counts }

  var progress: TickReadProgress { cursor.progress }
}

/// The ticks of one CSV file.
final class CsvTickSource: TickSource {
  private var reader: CsvReader

  init(_ reader: consuming CsvReader) { self.reader = reader }

  func nextBatch(into buffer: UnsafeMutableBufferPointer<Tick>) throws(RecordingError) -> Int {
    try reader.nextBatch(into: buffer)
  }

  var recordWidth: RecordWidth { reader.recordWidth }

  var counts: TickReadCounts { reader.counts }

  var progress: TickReadProgress { reader.progress }
}
