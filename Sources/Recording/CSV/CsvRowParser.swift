import Market
import Money

/// The rules of `Recording.docc`, "CSV", for one line: the reference that ``CsvFastRow`` must
/// agree with, and the only place that says what is wrong.
struct CsvRowParser {
  /// What the cells mean.
  let layout: CsvLayout
  /// The instrument of all rows; nil when there is a symbol column.
  let fixed: FixedInstrument?

  /// A row that was read.
  struct Row {
    /// What it says.
    let tick: Tick
    /// Where its time cell begins.
    let timeOffset: Int
    /// Whether its time was read as Indian because it names no zone.
    let isLocalTime: Bool
  }

  /// Values of one row while it is read; prices are 0 while there are none.
  private struct Values {
    var time: Int64 = 0
    var isLocalTime = false
    var instrument = InstrumentID(index: 0)
    var isIndex = false
    var bid: Int64 = 0
    var ask: Int64 = 0
    var ltp: Int64 = 0
    var volume: Int64 = 0
    var ltq = Tick.unknown
    var bidQuantity = Tick.unknown
    var askQuantity = Tick.unknown
    var openInterest = Tick.unknown
    var offsets = Offsets()
  }

  /// Where the cells of a row begin.
  private struct Offsets {
    var time = 0
    var bid = 0
    var ask = 0
    var ltp = 0
  }

  /// Reads a row.
  ///
  /// - Parameters:
  ///   - line: The line, without its end.
  ///   - registry: Gives symbols their ids.
  /// - Returns: The tick, and what must be known of its time.
  /// - Throws: The first fault from the left; then what the prices lack together.
  func parse(_ line: UnsafeRawBufferPointer, registry: SymbolRegistry)
    throws(CsvFault) -> Row
  {
    do throws(CsvFault) {
      return try parseCells(line, registry: registry)
    } catch {
      let commas = line.count { $0 == UInt8(ascii: ",") }
      guard commas < layout.count - 1, let separator = CsvSeparator(of: line) else { throw error }
      throw separator.fault(line, isHeader: false)
    }
  }

  private func parseCells(_ line: UnsafeRawBufferPointer, registry: SymbolRegistry)
    throws(CsvFault) -> Row
  {
    guard !line.isEmpty else {
      throw CsvFault(offset: 0, subject: nil, expected: "a row", found: "an empty line")
    }
    var values = Values()
    if let fixed {
      values.instrument = fixed.id
      values.isIndex = fixed.isIndex
    }
    var start = 0
    var index = 0
    while start <= line.count {
      let end = line[start...].firstIndex(of: UInt8(ascii: ",")) ?? line.count
      let cell = UnsafeRawBufferPointer(rebasing: line[start..<end])
      guard index < layout.count else {
        throw CsvFault(
          offset: start, subject: nil, expected: "\(layout.count) cells, as in the header",
          found: "one more: \(QuotedText.of(cell))")
      }
      try checkShape(of: cell, at: start, column: layout.columns[index])
      if let column = layout.columns[index] {
        try read(cell, at: start, as: column, into: &values, registry: registry)
      }
      start = end + 1
      index += 1
    }
    guard index == layout.count else {
      throw CsvFault(
        offset: line.count, subject: nil, expected: "\(layout.count) cells, as in the header",
        found: "\(index)")
    }
    try completePrices(&values, line)
    return Row(
      tick: tick(from: values), timeOffset: values.offsets.time, isLocalTime: values.isLocalTime)
  }

  private func checkShape(of cell: UnsafeRawBufferPointer, at offset: Int, column: CsvColumn?)
    throws(CsvFault)
  {
    if cell.first == UInt8(ascii: "\"") {
      throw CsvFault(
        offset: offset, subject: column?.rawValue, expected: "a cell without quotes",
        found: QuotedText.of(cell))
    }
    if let position = cell.firstIndex(of: 0) {
      throw CsvFault(
        offset: offset + position, subject: column?.rawValue, expected: "text", found: "a NUL byte")
    }
  }

  private func read(
    _ cell: UnsafeRawBufferPointer, at offset: Int, as column: CsvColumn,
    into values: inout Values, registry: SymbolRegistry
  ) throws(CsvFault) {
    func required(_ number: Int64, atLeast minimum: Int64) throws(CsvFault) -> Int64 {
      guard number >= minimum else { throw fault(column, cell, offset) }
      return number
    }
    func quantity(orWhenEmpty missing: Int64) throws(CsvFault) -> Int64 {
      try cell.isEmpty ? missing : required(CellNumber.whole(cell), atLeast: 0)
    }
    func price(atLeast minimum: Int64) throws(CsvFault) -> Int64 {
      try cell.isEmpty ? 0 : required(CellNumber.micros(cell), atLeast: minimum)
    }
    switch column {
    case .time:
      values.offsets.time = offset
      let (time, isLocal) = time(cell)
      values.time = try required(time, atLeast: 0)
      values.isLocalTime = isLocal
    case .symbol:
      switch registry.intern(cell) {
      case .id(let id):
        values.instrument = id
        values.isIndex = IndexSymbol.isNamed(by: cell)
      case .refused(let expected):
        throw CsvFault(
          offset: offset, subject: column.rawValue, expected: expected, found: QuotedText.of(cell))
      }
    case .bid:
      values.offsets.bid = offset
      values.bid = try price(atLeast: 0)
    case .ask:
      values.offsets.ask = offset
      values.ask = try price(atLeast: 0)
    case .ltp:
      values.offsets.ltp = offset
      values.ltp = try price(atLeast: 1)
    case .volume: values.volume = try quantity(orWhenEmpty: 0)
    case .ltq: values.ltq = try quantity(orWhenEmpty: Tick.unknown)
    case .bidQuantity: values.bidQuantity = try quantity(orWhenEmpty: Tick.unknown)
    case .askQuantity: values.askQuantity = try quantity(orWhenEmpty: Tick.unknown)
    case .openInterest: values.openInterest = try quantity(orWhenEmpty: Tick.unknown)
    }
  }

  private func fault(_ column: CsvColumn, _ cell: UnsafeRawBufferPointer, _ offset: Int)
    -> CsvFault
  {
    CsvFault(
      offset: offset, subject: column.rawValue, expected: column.expectation,
      found: QuotedText.of(cell))
  }

  /// Nanoseconds since 1970, -1 when the cell is no time; and whether it lacks a zone.
  private func time(_ cell: UnsafeRawBufferPointer) -> (nanoseconds: Int64, isLocal: Bool) {
    let number = CellNumber.whole(cell)
    if number >= 0 { return (EpochTime.nanoseconds(number), false) }
    guard let moment = IsoTime.moment(cell) else { return (-1, false) }
    return (moment.time.nanoseconds, !moment.hasZone)
  }

  /// Fills in what the columns leave open: the ltp from the mid, the sides from the ltp where nothing
  /// can be said of them.
  ///
  /// A side of 0, given or by an empty cell, stays: nobody quotes there.
  private func completePrices(_ values: inout Values, _ line: UnsafeRawBufferPointer)
    throws(CsvFault)
  {
    if values.ltp == 0 {
      try checkSides(values, line)
      values.ltp = Self.mid(values.bid, values.ask)
    }
    if layout.bid < 0 || values.isIndex {
      values.bid = values.ltp
      values.ask = values.ltp
    }
  }

  /// Refuses a row without an ltp whose bid or ask is missing, too.
  private func checkSides(_ values: Values, _ line: UnsafeRawBufferPointer) throws(CsvFault) {
    guard values.bid == 0 || values.ask == 0 else { return }
    guard values.bid == 0, values.ask == 0 else {
      let isBidMissing = values.bid == 0
      let offset = isBidMissing ? values.offsets.bid : values.offsets.ask
      throw CsvFault(
        offset: offset, subject: isBidMissing ? "bid" : "ask",
        expected: "a price above zero, as the row has no ltp",
        found: QuotedText.of(Self.cell(of: line, at: offset)))
    }
    let cells = layout.bid < 0 ? [] : [values.offsets.bid, values.offsets.ask]
    let isEmpty = cells.allSatisfy { Self.cell(of: line, at: $0).isEmpty }
    throw CsvFault(
      offset: layout.ltp >= 0 ? values.offsets.ltp : values.offsets.bid,
      subject: layout.ltp >= 0 ? "ltp" : "bid", expected: "a price: ltp, or bid and ask",
      found: isEmpty ? "empty cells" : "none of them")
  }

  /// The cell that begins at an offset.
  private static func cell(of line: UnsafeRawBufferPointer, at offset: Int)
    -> UnsafeRawBufferPointer
  {
    let end = line[offset...].firstIndex(of: UInt8(ascii: ",")) ?? line.count
    return UnsafeRawBufferPointer(rebasing: line[offset..<end])
  }

  /// The mean of two positive prices, rounded half up to a millionth, without overflow.
  @inline(__always)
  static func mid(_ bid: Int64, _ ask: Int64) -> Int64 { (bid | ask) &- ((bid ^ ask) &>> 1) }

  private func tick(from values: Values) -> Tick {
    Tick(
      time: EventTime(nanoseconds: values.time), instrument: values.instrument,
      bid: Price(micros: values.bid), ask: Price(micros: values.ask),
      ltp: Price(micros: values.ltp), volume: values.volume, lastQuantity: values.ltq,
      bidQuantity: values.bidQuantity, askQuantity: values.askQuantity,
      openInterest: values.openInterest)
  }
}

/// Numbers read from the bytes of one cell, of any length.
///
/// The result is -1 for everything that is not exactly a number of the shape `digits` or, where
/// decimals are allowed, `digits.digits`: signs, exponents, blanks, words, too many decimals.
enum CellNumber {
  /// Characters up to which a number cannot overflow 64 bits while it is gathered.
  private static let safeCount = 18

  /// Millionths of a decimal number with at most six decimals; -1 when it is none, or too large.
  static func micros(_ cell: UnsafeRawBufferPointer) -> Int64 {
    guard cell.count <= safeCount else { return unusual(cell, decimals: 6) }
    var digits: Int64 = 0
    var point = -1
    for (index, byte) in cell.enumerated() {
      let digit = byte &- UInt8(ascii: "0")
      if digit > 9 {
        guard byte == UInt8(ascii: "."), point < 0, index > 0 else { return -1 }
        point = index
      } else {
        digits = digits &* 10 &+ Int64(digit)
      }
    }
    let decimals = point < 0 ? 0 : cell.count - 1 - point
    guard !cell.isEmpty, decimals <= 6, point < 0 || decimals > 0 else { return -1 }
    var scale: Int64 = 1
    for _ in decimals..<6 { scale &*= 10 }
    let (micros, overflow) = digits.multipliedReportingOverflow(by: scale)
    return overflow ? -1 : micros
  }

  /// A whole number from 0; -1 when it is none, or too large.
  static func whole(_ cell: UnsafeRawBufferPointer) -> Int64 {
    guard cell.count <= safeCount else { return unusual(cell, decimals: 0) }
    guard !cell.isEmpty else { return -1 }
    var digits: Int64 = 0
    for byte in cell {
      let digit = byte &- UInt8(ascii: "0")
      guard digit <= 9 else { return -1 }
      digits = digits &* 10 &+ Int64(digit)
    }
    return digits
  }

  private static func unusual(_ cell: UnsafeRawBufferPointer, decimals: Int) -> Int64 {
    // Most long cells are times in words; only long numbers, which are rare, need overflow checks.
    for byte in cell where byte &- UInt8(ascii: "0") > 9 && byte != UInt8(ascii: ".") { return -1 }
    return DecimalText.parse(bytes: cell, decimals: decimals) ?? -1
  }
}

/// The instrument of all rows of a file without a symbol column.
struct FixedInstrument {
  /// Its id.
  let id: InstrumentID
  /// Whether it is an index, whose bid and ask are its ltp.
  let isIndex: Bool
}
