import Market

/// How ticks are written as CSV: what a recording keeps of the file it was made from, so that it can
/// be turned back into the same bytes.
struct CsvStyle: Equatable {
  /// The columns in order, by the names in the header.
  var names: [String]
  /// The unit of all times; nil when each time has the coarsest it can.
  var timeUnit: TimeUnit?
  /// Decimals a price has at least.
  var priceDecimals: Int

  /// The columns every file has by default.
  static let commonNames = ["time", "symbol", "bid", "ask", "ltp", "volume"]
  /// The columns that are only written when a tick needs them.
  static let optionalColumns: [CsvColumn] = [.ltq, .bidQuantity, .askQuantity, .openInterest]

  /// The canonical style: ms where that is exact, prices with at least two decimals.
  init(names: [String] = CsvStyle.commonNames, timeUnit: TimeUnit? = nil, priceDecimals: Int = 2) {
    self.names = names
    self.timeUnit = timeUnit
    self.priceDecimals = priceDecimals
  }

  /// The columns in order.
  var columns: [CsvColumn] {
    names.compactMap { name in
      Array(name.utf8).withUnsafeBytes { CsvColumn(headerCell: $0) }
    }
  }

  /// Adds columns that ticks need and that are not there.
  mutating func add(_ needed: Set<CsvColumn>) {
    let present = columns
    for column in CsvColumn.allCases where needed.contains(column) && !present.contains(column) {
      names.append(column.rawValue)
    }
  }

  /// The metadata of a recording that says so.
  var metadata: [(key: String, value: String)] {
    [
      ("csv.columns", names.joined(separator: ",")), ("csv.time", timeUnit?.rawValue ?? "any"),
      ("csv.decimals", String(priceDecimals)),
    ]
  }

  /// Takes an entry of a recording's metadata into account, when it is one of these.
  mutating func apply(metadata key: String, _ value: String) {
    switch key {
    case "csv.columns":
      let known = CsvStyle(names: value.split(separator: ",").map(String.init))
      let columns = known.columns
      // What does not make a readable file is not taken over.
      guard columns.count == known.names.count, Set(columns).count == columns.count,
        columns.contains(.time), columns.contains(.symbol),
        columns.contains(.ltp) || columns.contains(.bid),
        columns.contains(.bid) == columns.contains(.ask)
      else { return }
      names = known.names
    case "csv.time": timeUnit = TimeUnit(rawValue: value)
    case "csv.decimals": priceDecimals = Int(value).map { min(max($0, 0), 6) } ?? 2
    default: break
    }
  }
}

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
          // A side of 0 is written as an empty cell.
          guard !cell.isEmpty, CellNumber.micros(cell) != 0 else { continue }
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
