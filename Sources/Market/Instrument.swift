public import Money

/// What is known of one instrument: its symbol and the grid its prices and quantities lie on.
public struct Instrument: Hashable, Sendable {
  /// The dense id.
  public let id: InstrumentID
  /// The text the broker uses, such as `NSE:SBIN-EQ`.
  public let symbol: String
  /// The smallest price step, above zero.
  public let increment: Price
  /// The smallest tradable quantity, above zero; orders are multiples of it.
  public let lot: Int64

  /// The increment of an instrument nothing is known of: one millionth.
  public static let finestIncrement = Price(micros: 1)

  /// An instrument; without more, one of increment one millionth and lot one.
  public init(
    id: InstrumentID, symbol: String, increment: Price = Instrument.finestIncrement, lot: Int64 = 1
  ) {
    precondition(increment.micros > 0 && lot > 0, "an increment and a lot are above zero")
    self.id = id
    self.symbol = symbol
    self.increment = increment
    self.lot = lot
  }

  /// Whether the symbol lies outside the Indian calendar (`SIM:`): it trades at any hour.
  public var isSimulated: Bool { symbol.hasPrefix("SIM:") }
}
