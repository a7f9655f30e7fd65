/// Which cell of a row means what, as its header says.
struct CsvLayout: Equatable {
  /// The meaning of each cell; nil for columns that are not understood and therefore ignored.
  let columns: [CsvColumn?]
  /// Cells a row has.
  let count: Int
  /// The index of the cell of each column, -1 when there is none.
  let time, symbol, bid, ask, ltp, volume, ltq, bidQuantity, askQuantity, openInterest: Int
  /// Columns that are ignored, but look like prices or sizes.
  let lookalikes: [CsvLookalike]

  /// Cells a row may have at most.
  static let columnsMax = 256

  /// Reads a header line.
  ///
  /// - Parameters:
  ///   - line: The line, without its end.
  ///   - needsSymbol: Whether there must be a symbol column.
  /// - Throws: What is wrong with it, and where.
  init(header line: UnsafeRawBufferPointer, needsSymbol: Bool) throws(CsvFault) {
    try CsvFirstLine.check(line)
    var columns: [CsvColumn?] = []
    var lookalikes: [CsvLookalike] = []
    var names: [[UInt8]] = []
    var start = 0
    while start <= line.count {
      let end = line[start...].firstIndex(of: UInt8(ascii: ",")) ?? line.count
      let cell = UnsafeRawBufferPointer(rebasing: line[start..<end])
      let column = CsvColumn(headerCell: cell)
      if column == nil {
        try Self.checkUnknown(cell, at: start)
        if let meant = CsvLookalike.column(of: cell) {
          lookalikes.append(CsvLookalike(name: QuotedText.of(cell), column: meant))
        }
      }
      let name = column.map { Array($0.rawValue.utf8) } ?? Array(cell)
      guard !names.contains(name) else {
        throw CsvFault(
          offset: start, subject: "header", expected: "each column once",
          found: QuotedText.of(cell) + " again")
      }
      guard columns.count < Self.columnsMax else {
        throw CsvFault(
          offset: start, subject: "header", expected: "at most \(Self.columnsMax) columns",
          found: "more")
      }
      columns.append(column)
      names.append(name)
      start = end + 1
    }
    self.init(columns: columns, lookalikes: lookalikes)
    try checkCompleteness(needsSymbol: needsSymbol, header: line)
  }

  /// The narrowest record that holds the columns.
  var recordWidth: RecordWidth {
    if openInterest >= 0 { return .full }
    if bidQuantity >= 0 || askQuantity >= 0 { return .quoted }
    return ltq >= 0 ? .traded : .narrow
  }

  /// What is to be said of the columns that are ignored, of each in words; empty when nothing is.
  var ignoredColumns: [String] {
    lookalikes.map { lookalike in
      let name = lookalike.column.rawValue
      return columns.contains(lookalike.column)
        ? "\(lookalike.name) (\(name) is read)" : "\(lookalike.name) (read if named \(name))"
    }
  }

  private init(columns: [CsvColumn?], lookalikes: [CsvLookalike]) {
    func index(_ column: CsvColumn) -> Int { columns.firstIndex(of: column) ?? -1 }
    self.columns = columns
    self.lookalikes = lookalikes
    count = columns.count
    time = index(.time)
    symbol = index(.symbol)
    bid = index(.bid)
    ask = index(.ask)
    ltp = index(.ltp)
    volume = index(.volume)
    ltq = index(.ltq)
    bidQuantity = index(.bidQuantity)
    askQuantity = index(.askQuantity)
    openInterest = index(.openInterest)
  }

  /// Refuses what is almost the name of a column, which would otherwise be ignored silently.
  private static func checkUnknown(_ cell: UnsafeRawBufferPointer, at offset: Int)
    throws(CsvFault)
  {
    let isBlankAround = cell.first == UInt8(ascii: " ") || cell.last == UInt8(ascii: " ")
    guard !isBlankAround, cell.first != UInt8(ascii: "\""), !cell.contains(0) else {
      throw CsvFault(
        offset: offset, subject: "header", expected: "a column name without quotes and blanks",
        found: QuotedText.of(cell))
    }
    let lowercased = cell.map { byte in
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 0x20 : byte
    }
    let meant = lowercased.withUnsafeBytes { CsvColumn(headerCell: $0) }
    if let meant {
      throw CsvFault(
        offset: offset, subject: "header", expected: "\(meant.rawValue) in lower case",
        found: QuotedText.of(cell))
    }
  }

  private func checkCompleteness(needsSymbol: Bool, header: UnsafeRawBufferPointer)
    throws(CsvFault)
  {
    var expected: String
    var missing: [CsvColumn] = []
    if time < 0 {
      expected = "a header line with a column time"
    } else if needsSymbol, symbol < 0 {
      expected = "a column symbol (or --symbol)"
    } else if (bid < 0) != (ask < 0) {
      missing = [bid < 0 ? .bid : .ask]
      expected =
        "a column \(bid < 0 ? "bid beside ask" : "ask beside bid"), or neither: then both sides"
        + " are the ltp"
    } else if ltp < 0, bid < 0 {
      missing = [.ltp, .bid, .ask]
      expected = "a column ltp, or bid and ask"
    } else {
      return
    }
    let meant = lookalikes.filter { missing.contains($0.column) }
    if !meant.isEmpty {
      let names = meant.map { "\($0.name) is read if named \($0.column.rawValue)" }
      expected += " (\(names.joined(separator: ", ")))"
    }
    throw CsvFault(
      offset: 0, subject: "header", expected: expected,
      found: QuotedText.of(header, whenEmpty: "an empty line"))
  }
}

/// A column of a tick file that is understood (`Recording.docc`, "CSV").
enum CsvColumn: String, CaseIterable {
  case time
  case symbol
  case bid
  case ask
  case ltp
  case volume
  case ltq
  case bidQuantity = "bid_qty"
  case askQuantity = "ask_qty"
  case openInterest = "oi"

  /// The column a header cell names; nil when it names none of these.
  init?(headerCell: UnsafeRawBufferPointer) {
    guard headerCell.count <= 8 else { return nil }
    let name = String(decoding: headerCell, as: UTF8.self)
    self.init(rawValue: name == "last" ? "ltp" : name)
  }

  /// What a cell of this column must hold, for messages.
  var expectation: String {
    switch self {
    case .time: "a time from 1970 to 2262: a whole number of s, ms, µs or ns, or ISO 8601"
    case .symbol: "a symbol"
    case .bid, .ask: "a price with at most six decimals, 0 or nothing where nobody quotes"
    case .ltp: "a price above zero with at most six decimals"
    case .volume, .ltq, .bidQuantity, .askQuantity, .openInterest: "a whole number from 0"
    }
  }
}

/// What is wrong with a line, and where within it.
struct CsvFault: Error {
  /// The byte within the line, from 0.
  let offset: Int
  /// The column's name, where one cell is to blame.
  let subject: String?
  /// What would have been right.
  let expected: String
  /// What was there instead.
  let found: String

  /// The fault of a line of more bytes than a line may have.
  static let tooLong = CsvFault(
    offset: ByteWindow.lineBytesMax, subject: nil,
    expected: "a line of at most \(ByteWindow.lineBytesMax) bytes", found: "a longer one")
}
