public import Market
public import Money

/// The equity curve as CSV: a row at each fill and one at the last tick, written as they come.
public struct EquityExport {
  /// The first line, with its line feed.
  public static let header = "time,cash,equity,realized,unrealized\n"

  private var output: PieceBuffer

  /// An export into a sink, beginning with the header.
  public init(to sink: any ByteSink) throws(OutputError) {
    output = PieceBuffer(sink: sink)
    try output.write { $0.append(contentsOf: Self.header.utf8) }
  }

  /// Adds a row.
  ///
  /// - Parameters:
  ///   - time: The time of the event.
  ///   - cash: The wallet.
  ///   - equity: The portfolio value.
  ///   - realized: Profit and loss booked so far.
  ///   - unrealized: Profit and loss of open positions.
  /// - Throws: ``OutputError`` when the sink takes no more.
  public mutating func add(
    time: EventTime, cash: Amount, equity: Amount, realized: Amount, unrealized: Amount
  ) throws(OutputError) {
    try output.write { bytes in
      DecimalBytes.append(time, to: &bytes)
      for amount in [cash, equity, realized, unrealized] {
        bytes.append(UInt8(ascii: ","))
        DecimalBytes.append(micros: amount.micros, to: &bytes)
      }
      bytes.append(UInt8(ascii: "\n"))
    }
  }

  /// Writes what is still held back; call it at the end.
  public mutating func finish() throws(OutputError) { try output.flush() }
}
