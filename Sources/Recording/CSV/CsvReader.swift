import Market

/// The rows of one CSV tick file, read in constant memory.
struct CsvReader: ~Copyable {
  /// What has been met so far.
  private(set) var counts = TickReadCounts()

  private let file: String
  private let options: TickReadOptions
  private let registry: SymbolRegistry
  private let layout: CsvLayout
  private let rows: CsvRowParser
  private let fast: CsvFastRow
  private var symbols = SymbolCache()
  private var window: ByteWindow
  /// The number of the line at the cursor; the header is 1.
  private var line = 2
  private var lastTime = Int64.min
  /// Rows before this time are left to the rules, until one of them has been remarked on.
  private var usualTimes = TickFileRemark.earlyTimesEnd
  private let wanted: WantedTimes
  private var isFinished = false
  private var failure: RecordingError?

  /// Begins to read a file with its header.
  ///
  /// - Parameters:
  ///   - window: The file's bytes.
  ///   - file: Its name, for messages.
  ///   - options: How to read.
  ///   - registry: Gives symbols their ids.
  /// - Returns: A reader at the first row.
  /// - Throws: What is wrong with the header, or with reading.
  static func open(
    _ window: consuming ByteWindow, file: String, options: TickReadOptions,
    registry: SymbolRegistry
  ) throws(RecordingError) -> CsvReader {
    var window = window
    let layout = try header(&window, file: file, options: options)
    let instrument = try fixedInstrument(layout, file, options, registry)
    return CsvReader(
      window, file: file, options: options, registry: registry, layout: layout, fixed: instrument)
  }

  private init(
    _ window: consuming ByteWindow, file: String, options: TickReadOptions,
    registry: SymbolRegistry, layout: CsvLayout, fixed: FixedInstrument?
  ) {
    self.layout = layout
    rows = CsvRowParser(layout: layout, fixed: fixed)
    fast = CsvFastRow(layout: layout, fixed: fixed)
    self.file = file
    self.options = options
    self.registry = registry
    self.window = window
    wanted = options.wanted
    let ignored = layout.ignoredColumns
    if !ignored.isEmpty { remark(.ignoredColumns(ignored), line: 1) }
  }

  deinit { fast.deallocate() }

  /// The narrowest record that holds the columns of the file.
  var recordWidth: RecordWidth { layout.recordWidth }

  /// How much of the file has been consumed.
  var progress: TickReadProgress { window.progress }

  /// Fills a buffer with the next ticks; 0 at the end.
  ///
  /// - Throws: What is wrong, once the ticks before it have been delivered.
  mutating func nextBatch(into buffer: UnsafeMutableBufferPointer<Tick>)
    throws(RecordingError) -> Int
  {
    guard let base = buffer.baseAddress, !buffer.isEmpty else { return 0 }
    if let failure { throw failure }
    var count = 0
    do throws(RecordingError) {
      try fill(base, upTo: buffer.count, &count)
    } catch {
      failure = error
      guard count > 0 else { throw error }
    }
    counts.ticks += count
    return count
  }

  /// Writes ticks until there is no more room, or no more rows; `count` is right even when it throws.
  private mutating func fill(
    _ ticks: UnsafeMutablePointer<Tick>, upTo room: Int, _ count: inout Int
  )
    throws(RecordingError)
  {
    while !isFinished {
      // Rows at the end of the window would all be unusual otherwise.
      if window.count < CsvFastRow.reach { try window.extend() }
      count = readUsual(into: ticks, from: count, upTo: room)
      guard count < room, !isFinished else { return }
      if try readOne(into: &ticks[count]) { count += 1 }
    }
  }

  /// Reads rows as long as they are usual and the buffer has room.
  ///
  /// Everything the loop touches is a local: one exclusive access a batch, no memory traffic a row.
  private mutating func readUsual(
    into ticks: UnsafeMutablePointer<Tick>, from start: Int, upTo end: Int
  ) -> Int {
    guard window.count >= CsvFastRow.reach else { return start }
    var cursor = window.cursor
    let stop = window.limit - CsvFastRow.reach
    let firstTick = ticks + start
    var tick = firstTick
    let endTick = ticks + end
    let isOrdered = !options.allowsAnyOrder
    let (first, last) = (wanted.first, wanted.last)
    var lineCount = 0
    var crossed = 0
    var latest = isOrdered ? max(lastTime, usualTimes) : usualTimes
    while tick < endTick, cursor <= stop {
      let length = fast.parse(cursor, symbols: symbols, into: tick)
      let time = tick.pointee.time.nanoseconds
      // Times before 1990 or going backwards, and the end of the range, are told by the slow path.
      guard length > 0, time >= latest, time <= last || !isOrdered else { break }
      if isOrdered { latest = time }
      cursor += length
      lineCount &+= 1
      guard time >= first, time <= last else { continue }
      if tick.pointee.isCrossed { crossed &+= 1 }
      tick += 1
    }
    window.cursor = cursor
    line += lineCount
    counts.crossedQuotes += crossed
    if isOrdered, lineCount > 0 { lastTime = latest }
    return start + (tick - firstTick)
  }

  /// Reads one row by the rules.
  ///
  /// - Returns: Whether there is a tick; not when the row is skipped or there is none.
  private mutating func readOne(into tick: inout Tick) throws(RecordingError) -> Bool {
    guard let text = try nextLine() else {
      isFinished = true
      return false
    }
    let number = line
    line += 1
    let row: CsvRowParser.Row
    do throws(CsvFault) {
      row = try rows.parse(text, registry: registry)
    } catch {
      guard options.skipsBadRows else { throw Self.error(error, file: file, line: number) }
      counts.skippedRows += 1
      return false
    }
    remember(row.tick.instrument, in: text)
    let time = row.tick.time.nanoseconds
    if !options.allowsAnyOrder {
      guard time >= lastTime else { throw backwards(text, row.timeOffset, line: number) }
      lastTime = time
      isFinished = time > wanted.last
    }
    remark(on: row, in: text, line: number)
    guard wanted.contains(time) else { return false }
    tick = row.tick
    if tick.isCrossed { counts.crossedQuotes += 1 }
    return true
  }

  /// Remarks on the time of a row, once a file; the fast path accepts such times from then on.
  private mutating func remark(
    on row: CsvRowParser.Row, in text: UnsafeRawBufferPointer, line: Int
  ) {
    let time = row.tick.time
    guard row.isLocalTime || time.nanoseconds < usualTimes else { return }
    let cell = Self.cell(of: text, at: row.timeOffset)
    if row.isLocalTime, !counts.remarks.contains(where: \.isOnLocalTimes) {
      remark(.localTimes(QuotedText.of(cell)), line: line)
      fast.takeLocalTimes()
    }
    guard time.nanoseconds < usualTimes else { return }
    usualTimes = Int64.min
    let number = CellNumber.whole(cell)
    let quoted = QuotedText.of(cell)
    let reading: TickFileRemark.TimeReading =
      number >= 0
      ? .number(quoted, unit: TimeUnit(magnitude: number).name) : .text(quoted)
    remark(.earlyTime(time, reading), line: line)
  }

  private mutating func remark(_ subject: TickFileRemark.Subject, line: Int) {
    counts.remarks.append(TickFileRemark(file: file, line: line, subject: subject))
  }

  private static func cell(of text: UnsafeRawBufferPointer, at offset: Int)
    -> UnsafeRawBufferPointer
  {
    let end = text[offset...].firstIndex(of: UInt8(ascii: ",")) ?? text.count
    return UnsafeRawBufferPointer(rebasing: text[offset..<end])
  }

  /// Stores a symbol's bytes, so that the fast path knows it from now on.
  private mutating func remember(_ id: InstrumentID, in text: UnsafeRawBufferPointer) {
    guard layout.symbol >= 0, let base = text.baseAddress else { return }
    var start = 0
    for _ in 0..<layout.symbol {
      start = (text[start...].firstIndex(of: UInt8(ascii: ",")) ?? start) + 1
    }
    let end = text[start...].firstIndex(of: UInt8(ascii: ",")) ?? text.count
    guard end - start <= SymbolCache.bytesMax else { return }
    let key = SymbolKey(base + start, count: end - start)
    if symbols.find(key) < 0 { symbols.insert(key, id: id) }
  }

  private func backwards(_ text: UnsafeRawBufferPointer, _ offset: Int, line: Int)
    -> RecordingError
  {
    let before = IndianTime(EventTime(nanoseconds: lastTime)).iso8601
    let fault = CsvFault(
      offset: offset, subject: "time",
      expected: "a time not before the row above (\(before)); `sauda ticks convert --sort` sorts",
      found: QuotedText.of(Self.cell(of: text, at: offset)))
    return Self.error(fault, file: file, line: line)
  }

  /// The next line without its end; nil at the end of the file.
  ///
  /// A line that is too long is skipped when bad rows are.
  private mutating func nextLine() throws(RecordingError) -> UnsafeRawBufferPointer? {
    while true {
      switch try window.nextLine() {
      case .text(let text): return text
      case .end: return nil
      case .tooLong:
        guard options.skipsBadRows else {
          throw Self.error(.tooLong, file: file, line: line)
        }
        try window.skipLine()
        counts.skippedRows += 1
        line += 1
      }
    }
  }
}

extension CsvReader {
  private static func header(
    _ window: inout ByteWindow, file: String, options: TickReadOptions
  ) throws(RecordingError) -> CsvLayout {
    try window.skipByteOrderMark()
    let line = try window.nextLine()
    do throws(CsvFault) {
      switch line {
      case .text(let text):
        return try CsvLayout(header: text, needsSymbol: options.symbol == nil)
      case .tooLong:
        throw CsvFault.tooLong
      case .end:
        throw CsvFault(
          offset: 0, subject: nil, expected: "a header line with a column time",
          found: "an empty file")
      }
    } catch {
      throw Self.error(error, file: file, line: 1)
    }
  }

  private static func fixedInstrument(
    _ layout: CsvLayout, _ file: String, _ options: TickReadOptions, _ registry: SymbolRegistry
  ) throws(RecordingError) -> FixedInstrument? {
    guard let symbol = options.symbol else { return nil }
    guard layout.symbol < 0 else {
      throw RecordingError(
        .usage, file: file, place: .text(line: 1, column: 1), subject: "--symbol",
        expected: "a file without a symbol column", found: "one with it")
    }
    switch Array(symbol.utf8).withUnsafeBytes({ registry.intern($0) }) {
    case .id(let id):
      return FixedInstrument(id: id, isIndex: IndexSymbol.isNamed(by: symbol.utf8))
    case .refused(let expected):
      throw RecordingError(
        .usage, file: file, subject: "--symbol", expected: expected,
        found: QuotedText.of(symbol.utf8, whenEmpty: "nothing"))
    }
  }

  private static func error(_ fault: CsvFault, file: String, line: Int) -> RecordingError {
    RecordingError(
      .content, file: file, place: .text(line: line, column: fault.offset + 1),
      subject: fault.subject, expected: fault.expected, found: fault.found)
  }
}
