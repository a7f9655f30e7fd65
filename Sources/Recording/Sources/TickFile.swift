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
    let beginning = try file.peek(8)
    if beginning.starts(with: GzipProducer.magic) {
      return CsvTickSource(
        try CsvReader.open(
          ByteWindow(try GzipProducer(file)), file: name, size: nil, options: options,
          registry: registry))
    }
    guard !name.hasSuffix(".gz") else {
      throw RecordingError(
        .content, file: name, place: .byte(0), expected: "gzip data",
        found: QuotedText.of(beginning, whenEmpty: "an empty file"))
    }
    if let mapping = file.map() {
      return CsvTickSource(
        try CsvReader.open(
          ByteWindow(mapping), file: name, size: file.size, options: options, registry: registry))
    }
    return CsvTickSource(
      try CsvReader.open(
        ByteWindow(file), file: name, size: nil, options: options, registry: registry))
  }
}
