import CRecording
import Market
import Money

/// Reads a usual row straight from its bytes, eight at a time.
///
/// It only ever accepts: whatever is unusual (an ltp left out, an unknown symbol, a very long row,
/// anything malformed) makes it decline, and ``CsvRowParser`` decides.
struct CsvFastRow {
  /// Bytes that must be readable from the beginning of a row.
  static let reach = 128
  /// Cells up to which their ends are found without a loop.
  private static let unrolled = 8

  /// What rows look like and what the last one was; in memory, because registers are scarcer than
  /// loads.
  private let plan: UnsafeMutablePointer<CsvFastPlan>
  /// Ends of the cells within the row, after one entry of -1: cell i is `ends[i] + 1 ..< ends[i+1]`.
  private let ends: UnsafeMutablePointer<Int>
  /// Powers of ten: entry i is 10^(6-i).
  private let powers: UnsafeMutablePointer<Int64>
  /// Entry i keeps the last i bytes of a word; entry 16 + i the same without the third from the end.
  private let masks: UnsafeMutablePointer<UInt64>

  /// A parser of rows with these cells; ``deallocate()`` ends it.
  init(layout: CsvLayout, fixed: FixedInstrument?) {
    plan = .allocate(capacity: 1)
    plan.initialize(to: CsvFastPlan(layout: layout, fixed: fixed))
    ends = .allocate(capacity: Self.reach + Self.unrolled)
    ends.initialize(repeating: -1, count: Self.reach + Self.unrolled)
    powers = .allocate(capacity: 8)
    powers.initialize(repeating: 1, count: 8)
    for place in stride(from: 5, through: 0, by: -1) { powers[place] = powers[place + 1] * 10 }
    masks = .allocate(capacity: 32)
    masks.initialize(repeating: 0, count: 32)
    for count in 1...8 {
      masks[count] = UInt64.max << UInt64(64 - 8 * count)
      masks[16 + count] = masks[count] & ~(0xff << 40)
    }
  }

  /// Gives its memory back.
  func deallocate() {
    plan.deinitialize(count: 1)
    plan.deallocate()
    ends.deallocate()
    powers.deallocate()
    masks.deallocate()
  }

  /// Reads the row at `row`, of which ``reach`` bytes are readable.
  ///
  /// - Parameters:
  ///   - row: Its first byte.
  ///   - symbols: The symbols that are known.
  ///   - tick: Where the tick goes; garbage when the row is declined.
  /// - Returns: The bytes of the row with its line feed; 0 when the row is declined.
  @inline(__always)
  func parse(
    _ row: UnsafeRawPointer, symbols: borrowing SymbolCache, into tick: UnsafeMutablePointer<Tick>
  ) -> Int {
    let length = split(row)
    guard length > 0 else { return 0 }
    if plan.pointee.ignoresColumns, !areIgnoredCellsPlain(row) { return 0 }
    if plan.pointee.symbol >= 0, !takeSymbol(row, symbols) { return 0 }

    var digits = EightDigits()
    let time = self.time(row, &digits)
    var bid: Int64 = 0
    var ask: Int64 = 0
    var ltp: Int64
    if plan.pointee.bid >= 0 {
      bid = price(row, plan.pointee.bid, &digits)
      ask = price(row, plan.pointee.ask, &digits)
    }
    if plan.pointee.ltp >= 0 {
      ltp = price(row, plan.pointee.ltp, &digits)
      if plan.pointee.sidesAreLtp {
        digits.refuse(negative: bid | ask)
        bid = ltp
        ask = ltp
      }
    } else {
      ltp = CsvRowParser.mid(bid, ask)
      // An index without an ltp is rare enough for the rules.
      if plan.pointee.sidesAreLtp { digits.refuse() }
    }
    let volume =
      plan.pointee.volume >= 0 ? whole(row, plan.pointee.volume, whenEmpty: 0, &digits) : 0
    tick.pointee = Tick(
      time: EventTime(nanoseconds: time),
      instrument: InstrumentID(index: plan.pointee.instrument),
      bid: Price(micros: bid), ask: Price(micros: ask), ltp: Price(micros: ltp), volume: volume,
      lastQuantity: quantity(row, plan.pointee.ltq, &digits),
      bidQuantity: quantity(row, plan.pointee.bidQuantity, &digits),
      askQuantity: quantity(row, plan.pointee.askQuantity, &digits),
      openInterest: quantity(row, plan.pointee.openInterest, &digits))
    // One look for all: an ltp above zero, sides not below the least, and nothing but digits.
    let least = plan.pointee.leastSide
    let signs = (bid &- least) | (ask &- least) | (ltp &- 1) | time | volume
    return signs >= 0 && digits.isGood ? length : 0
  }

  /// Accepts times without a zone from now on; until then they are left to the rules, which count them.
  func takeLocalTimes() { plan.pointee.takesLocalTimes = true }

  /// Finds the ends of the cells.
  ///
  /// - Returns: The bytes of the row with its line feed; 0 when the line is longer than ``reach``, or
  ///   the number of cells is not the header's.
  @inline(__always)
  private func split(_ row: UnsafeRawPointer) -> Int {
    let found = sauda_find_delimiters(row)
    let count = plan.pointee.count
    guard found.line_feeds != 0, count <= Self.unrolled else { return splitLong(row) }
    let lineFeed = found.line_feeds & (0 &- found.line_feeds)
    var rest = (found.commas & (lineFeed &- 1)) | lineFeed
    for cell in 1...Self.unrolled {
      ends[cell] = rest.trailingZeroBitCount
      rest &= rest &- 1
    }
    let end = lineFeed.trailingZeroBitCount
    // The line feed is the last delimiter: when it is number `count`, there are that many cells.
    guard ends[count] == end else { return 0 }
    if row.byte(at: end &- 1) == UInt8(ascii: "\r") { ends[count] = end &- 1 }
    return end &+ 1
  }

  /// The same for rows of up to ``reach`` bytes and any number of cells.
  @inline(never)
  private func splitLong(_ row: UnsafeRawPointer) -> Int {
    var cells = 0
    for base in [0, 64] {
      let found = sauda_find_delimiters(row + base)
      let lineFeed = found.line_feeds & (0 &- found.line_feeds)
      var rest = (found.commas & (lineFeed &- 1)) | lineFeed
      while rest != 0 {
        cells += 1
        ends[cells] = base + rest.trailingZeroBitCount
        rest &= rest &- 1
      }
      guard lineFeed == 0 else {
        guard cells == plan.pointee.count else { return 0 }
        let end = ends[cells]
        if row.byte(at: end - 1) == UInt8(ascii: "\r") { ends[cells] = end - 1 }
        return end + 1
      }
    }
    return 0
  }

  @inline(never)
  private func areIgnoredCellsPlain(_ row: UnsafeRawPointer) -> Bool {
    for index in plan.pointee.ignored {
      let start = ends[index] + 1
      for position in start..<max(start, ends[index + 1]) {
        let byte = row.byte(at: position)
        if byte == 0 || (position == start && byte == UInt8(ascii: "\"")) { return false }
      }
    }
    return true
  }

  /// Looks the symbol up; that of the row before is tried first.
  @inline(__always)
  private func takeSymbol(_ row: UnsafeRawPointer, _ symbols: borrowing SymbolCache) -> Bool {
    let end = ends[plan.pointee.symbol &+ 1]
    let count = end &- ends[plan.pointee.symbol] &- 1
    let start = row + (end &- count)
    if plan.pointee.symbolKey.matches(start, count: count) { return true }
    return takeOtherSymbol(start, count, symbols)
  }

  @inline(never)
  private func takeOtherSymbol(
    _ start: UnsafeRawPointer, _ count: Int, _ symbols: borrowing SymbolCache
  ) -> Bool {
    guard count >= 1, count <= SymbolCache.bytesMax else { return false }
    let key = SymbolKey(start, count: count)
    let index = symbols.find(key)
    guard index >= 0 else { return false }
    plan.pointee.symbolKey = key
    plan.pointee.instrument = index
    plan.pointee.sidesAreLtp = plan.pointee.bid < 0 || key.isIndex
    return true
  }

  @inline(__always)
  private func quantity(_ row: UnsafeRawPointer, _ cell: Int, _ digits: inout EightDigits) -> Int64
  {
    guard cell >= 0 else { return Tick.unknown }
    let number = whole(row, cell, whenEmpty: Tick.unknown, &digits)
    if number < Tick.unknown { digits.refuse() }
    return number
  }

  /// A whole number; below -1 when it is none.
  @inline(__always)
  private func whole(
    _ row: UnsafeRawPointer, _ cell: Int, whenEmpty missing: Int64, _ digits: inout EightDigits
  ) -> Int64 {
    let end = ends[cell &+ 1]
    let count = end &- ends[cell] &- 1
    guard UInt(bitPattern: count &- 1) < 8 else {
      return unusualWhole(row + end, count, whenEmpty: missing)
    }
    return digits.whole(row.word(at: end &- 8), mask: masks[count])
  }

  /// An epoch time in nanoseconds; -1 when it is none.
  ///
  /// Times in milliseconds repeat their first eight digits for a hundred seconds.
  @inline(__always)
  private func time(_ row: UnsafeRawPointer, _ digits: inout EightDigits) -> Int64 {
    let end = ends[plan.pointee.time &+ 1]
    let count = end &- ends[plan.pointee.time] &- 1
    guard count == 13, row.word(at: end &- 13) == plan.pointee.known.prefix else {
      return otherTime(row + end, count)
    }
    return
      (plan.pointee.known.base &+ digits.whole(row.word(at: end &- 8), mask: 0xffff_ffff_ff00_0000))
      &* 1_000_000
  }

  /// A price in millionths; 0 when the cell is empty, below 0 when it is none.
  @inline(__always)
  private func price(_ row: UnsafeRawPointer, _ cell: Int, _ digits: inout EightDigits) -> Int64 {
    let end = ends[cell &+ 1]
    let count = end &- ends[cell] &- 1
    if UInt(bitPattern: count &- 4) < 5, row.byte(at: end &- 3) == UInt8(ascii: ".") {
      return digits.hundredths(row.word(at: end &- 8), mask: masks[16 &+ count]) &* 10_000
    }
    guard UInt(bitPattern: count &- 1) < 8 else { return longPrice(row + end, count) }
    return digits.micros(
      row.word(at: end &- 8), mask: masks[count], last: count, powers: powers)
  }

  @inline(never)
  private func unusualWhole(_ end: UnsafeRawPointer, _ count: Int, whenEmpty missing: Int64)
    -> Int64
  {
    guard count > 0 else { return count == 0 ? missing : Int64.min }
    let number = CellNumber.whole(UnsafeRawBufferPointer(start: end - count, count: count))
    return number >= 0 ? number : Int64.min
  }

  @inline(never)
  private func longPrice(_ end: UnsafeRawPointer, _ count: Int) -> Int64 {
    guard count > 0 else { return count == 0 ? 0 : -1 }
    return CellNumber.micros(UnsafeRawBufferPointer(start: end - count, count: count))
  }

  @inline(never)
  private func otherTime(_ end: UnsafeRawPointer, _ count: Int) -> Int64 {
    guard count > 0 else { return -1 }
    let cell = UnsafeRawBufferPointer(start: end - count, count: count)
    let number = CellNumber.whole(cell)
    guard number >= 0 else {
      guard let moment = IsoTime.moment(cell), moment.hasZone || plan.pointee.takesLocalTimes
      else { return -1 }
      return moment.time.nanoseconds
    }
    let time = EpochTime.nanoseconds(number)
    if count == 13, time >= 0 { plan.pointee.rememberTime(end - count, milliseconds: number) }
    return time
  }
}

/// What ``CsvFastRow`` needs to know of rows, and what it remembers of the last one.
struct CsvFastPlan {
  /// Digits that a time begins with.
  struct KnownTime {
    /// Eight bytes; 0, which is no text, at first.
    var prefix: UInt64 = 0
    /// Those digits in milliseconds.
    var base: Int64 = 0
  }

  /// Cells a row has.
  let count: Int
  /// The index of the cell of each column, -1 when there is none.
  let time, symbol, bid, ask, ltp, volume, ltq, bidQuantity, askQuantity, openInterest: Int
  /// Whether there are columns that are not understood.
  let ignoresColumns: Bool
  /// Their cells.
  let ignored: [Int]
  /// The instrument of the last row.
  var instrument: Int32
  /// Whether its bid and ask are its ltp: there are no such columns, or it is an index.
  var sidesAreLtp: Bool
  /// The least bid and ask in millionths: 1 where the ltp is the middle of both, else 0.
  let leastSide: Int64
  /// Whether times without a zone are accepted.
  var takesLocalTimes = false
  /// Its symbol.
  var symbolKey = SymbolKey.none
  /// The beginning of the last 13-digit time.
  var known = KnownTime()

  /// A plan for rows of this layout.
  init(layout: CsvLayout, fixed: FixedInstrument?) {
    count = layout.count
    time = layout.time
    symbol = layout.symbol
    bid = layout.bid
    ask = layout.ask
    ltp = layout.ltp
    volume = layout.volume
    ltq = layout.ltq
    bidQuantity = layout.bidQuantity
    askQuantity = layout.askQuantity
    openInterest = layout.openInterest
    ignored = layout.columns.indices.filter { layout.columns[$0] == nil }
    ignoresColumns = !ignored.isEmpty
    instrument = fixed?.id.index ?? -1
    leastSide = layout.ltp < 0 ? 1 : 0
    sidesAreLtp = layout.bid < 0 || fixed?.isIndex == true
  }

  /// Remembers the first eight of thirteen digits, when all numbers that begin so are milliseconds
  /// within the range of times.
  mutating func rememberTime(_ digits: UnsafeRawPointer, milliseconds: Int64) {
    let base = milliseconds / 100_000 * 100_000
    guard base >= EpochTime.secondsEnd, base < Int64.max / 1_000_000 - 100_000 else { return }
    known = KnownTime(prefix: digits.word(at: 0), base: base)
  }
}
