/// Finds the style of a CSV file by looking at all of its cells, without reading what they say.
enum CsvStyleScan {
  /// The style of a file; the canonical one where it has none.
  ///
  /// - Parameters:
  ///   - file: The file, which can be read again.
  ///   - symbol: The symbol given instead of a column.
  /// - Returns: The style; nil for a stream, which cannot be read twice.
  /// - Throws: That it cannot be read, or has no header.
  static func style(of file: String, symbol: String?) throws(RecordingError) -> CsvStyle? {
    guard OpenFile.canBeReadAgain(file) else { return nil }
    var window = try TickFile.text(try OpenFile(file))
    try window.skipByteOrderMark()
    guard case .text(let header) = try window.nextLine(),
      // lint: allow swallow, because a header that is none is told when the ticks are read
      let layout = try? CsvLayout(header: header, needsSymbol: symbol == nil)
    else { return nil }
    var style = CsvStyle(names: names(of: layout, header), priceDecimals: 6)
    if layout.symbol < 0 { style.names.insert("symbol", at: min(1, style.names.count)) }
    var units: Set<TimeUnit> = []
    var hasOtherTimes = false
    var hasPrices = false
    while case .text(let line) = try window.nextLine() {
      for (column, cell) in zip(layout.columns, cells(of: line)) {
        switch column {
        case .time:
          let number = CellNumber.whole(cell)
          if number >= 0 { units.insert(TimeUnit(magnitude: number)) } else { hasOtherTimes = true }
        case .bid, .ask, .ltp:
          guard !cell.isEmpty else { continue }
          hasPrices = true
          let point = cell.firstIndex(of: UInt8(ascii: "."))
          let decimals = point.map { cell.count - 1 - $0 } ?? 0
          style.priceDecimals = min(style.priceDecimals, decimals)
        default: break
        }
      }
    }
    if !hasPrices { style.priceDecimals = 2 }
    style.timeUnit = units.count == 1 && !hasOtherTimes ? units.first : nil
    return style
  }

  private static func names(of layout: CsvLayout, _ header: UnsafeRawBufferPointer) -> [String] {
    zip(layout.columns, cells(of: header)).compactMap { column, cell in
      column == nil ? nil : String(decoding: cell, as: UTF8.self)
    }
  }

  private static func cells(of line: UnsafeRawBufferPointer) -> [UnsafeRawBufferPointer] {
    line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      .map { UnsafeRawBufferPointer(rebasing: $0) }
  }
}
