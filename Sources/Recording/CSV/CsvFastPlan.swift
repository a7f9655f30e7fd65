import Market

/// What ``CsvFastRow`` needs to know of rows, and what it remembers of the last one.
struct CsvFastPlan {
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
  /// Its symbol.
  var symbolKey = SymbolKey.none
  /// The first eight bytes of the last 13-digit time; 0, which is no text, at first.
  var timePrefix: UInt64 = 0
  /// Those digits in milliseconds.
  var timeBase: Int64 = 0

  /// A plan for rows of this layout.
  init(layout: CsvLayout, fixedInstrument: InstrumentID?) {
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
    instrument = fixedInstrument?.index ?? -1
  }

  /// Remembers the first eight of thirteen digits, when all numbers that begin so are milliseconds
  /// within the range of times.
  mutating func rememberTime(_ digits: UnsafeRawPointer, milliseconds: Int64) {
    let base = milliseconds / 100_000 * 100_000
    guard base >= EpochTime.secondsEnd, base < Int64.max / 1_000_000 - 100_000 else { return }
    timePrefix = digits.word(at: 0)
    timeBase = base
  }
}
