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
    let bytes: ByteWindow
    if beginning.starts(with: GzipProducer.magic) {
      bytes = ByteWindow(try GzipProducer(file))
    } else if name.hasSuffix(".gz") {
      throw RecordingError(
        .content, file: name, place: .byte(0), expected: "gzip data",
        found: QuotedText.of(beginning, whenEmpty: "an empty file"))
    } else if let mapping = file.map() {
      bytes = ByteWindow(mapping)
    } else {
      bytes = ByteWindow(file)
    }
    let size = beginning.starts(with: GzipProducer.magic) ? nil : file.size
    return CsvTickSource(
      try CsvReader.open(bytes, file: name, size: size, options: options, registry: registry))
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
