import Market
import Money

/// Writes ticks as CSV.
struct CsvTickWriter: ~Copyable {
  private var file: OutputFile
  private let style: CsvStyle
  private let columns: [CsvColumn]
  private let registry: SymbolRegistry
  private var buffer: [UInt8] = []

  private static let bufferSize = 256 << 10

  /// A writer whose header is written.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - style: The columns, and how times and prices are written.
  ///   - registry: The instruments of the ticks.
  init(_ file: consuming OutputFile, style: CsvStyle, registry: SymbolRegistry) {
    self.file = file
    self.style = style
    self.columns = style.columns
    self.registry = registry
    buffer.reserveCapacity(Self.bufferSize + 4_096)
    buffer += Array((style.names.joined(separator: ",") + "\n").utf8)
  }

  /// Writes ticks.
  ///
  /// - Parameter ticks: The ticks.
  /// - Throws: That a symbol fits no cell, or why the file cannot be written.
  mutating func append(_ ticks: UnsafeBufferPointer<Tick>) throws(RecordingError) {
    for tick in ticks {
      for (index, column) in columns.enumerated() {
        if index > 0 { buffer.append(UInt8(ascii: ",")) }
        try append(column, of: tick)
      }
      buffer.append(UInt8(ascii: "\n"))
      if buffer.count >= Self.bufferSize { try flush() }
    }
  }

  /// Writes what is not written yet.
  ///
  /// - Throws: Why the file cannot be written.
  mutating func flush() throws(RecordingError) {
    let bytes = buffer
    buffer.removeAll(keepingCapacity: true)
    // The closure of withUnsafeBytes cannot throw this type past a mutation of the file.
    var failure: RecordingError?
    bytes.withUnsafeBytes { raw in
      do throws(RecordingError) { try file.write(raw) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private mutating func append(_ column: CsvColumn, of tick: Tick) throws(RecordingError) {
    switch column {
    case .time: append(time: tick.time)
    case .symbol: try append(symbol: registry.table[tick.instrument].symbol)
    // An empty cell beside an ltp: nobody quotes there.
    case .bid: if tick.bid > .zero { append(price: tick.bid) }
    case .ask: if tick.ask > .zero { append(price: tick.ask) }
    case .ltp: append(price: tick.ltp)
    case .volume: append(number: UInt64(tick.volume), digits: 1)
    case .ltq: append(quantity: tick.lastQuantity)
    case .bidQuantity: append(quantity: tick.bidQuantity)
    case .askQuantity: append(quantity: tick.askQuantity)
    case .openInterest: append(quantity: tick.openInterest)
    }
  }

  private mutating func append(time: EventTime) {
    let nanoseconds = time.nanoseconds
    let number = style.timeUnit?.number(of: nanoseconds) ?? TimeUnit.number(of: nanoseconds)
    if let number {
      append(number: UInt64(number), digits: 1)
    } else {
      // Before March 1973, where finer units than seconds are too small to be told apart.
      let civil = IndianTime(time)
      let fraction = civil.nanosecondOfDay % EventTime.nanosecondsPerSecond
      buffer += Array("\(civil.date)T\(civil.clockText).".utf8)
      append(number: UInt64(fraction), digits: 9)
    }
  }

  private mutating func append(price: Price) {
    let (whole, fraction) = UInt64(price.micros).quotientAndRemainder(dividingBy: 1_000_000)
    append(number: whole, digits: 1)
    var rest = fraction
    var decimals = 6
    while decimals > style.priceDecimals, rest % 10 == 0 {
      rest /= 10
      decimals -= 1
    }
    guard decimals > 0 else { return }
    buffer.append(UInt8(ascii: "."))
    append(number: rest, digits: decimals)
  }

  private mutating func append(quantity: Int64) {
    if quantity >= 0 { append(number: UInt64(quantity), digits: 1) }
  }

  private mutating func append(symbol: String) throws(RecordingError) {
    let bytes = symbol.utf8
    guard !bytes.contains(UInt8(ascii: ",")), bytes.first != UInt8(ascii: "\"") else {
      throw RecordingError(
        .content, file: file.name, subject: "symbol", expected: "one without comma and quotes",
        found: QuotedText.of(bytes))
    }
    buffer += bytes
  }

  /// Writes a number with at least so many digits.
  private mutating func append(number: UInt64, digits: Int) {
    let start = buffer.count
    var rest = number
    var count = 0
    while rest > 0 || count < digits {
      buffer.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
      count += 1
    }
    buffer[start...].reverse()
  }
}
