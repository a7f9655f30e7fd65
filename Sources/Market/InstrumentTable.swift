public import Money

/// The instruments of a session, by dense id and by symbol.
///
/// Symbols are compared byte by byte. Ids are given in the order of first mention.
public struct InstrumentTable: Sendable {
  private var rows: [Instrument] = []
  private var idsBySymbol: [[UInt8]: InstrumentID] = [:]

  /// An empty table.
  public init() {}

  /// How many instruments there are.
  public var count: Int { rows.count }

  /// All instruments in the order of their ids.
  public var all: [Instrument] { rows }

  /// The instrument of an id given by this table.
  public subscript(id: InstrumentID) -> Instrument { rows[id.position] }

  /// The id of a symbol; nil when it is unknown.
  public func id(of symbol: String) -> InstrumentID? { idsBySymbol[Array(symbol.utf8)] }

  /// The id of a symbol given as bytes; nil when it is unknown.
  public func id(ofBytes symbol: [UInt8]) -> InstrumentID? { idsBySymbol[symbol] }

  /// The id of a symbol, which is added when it is new.
  ///
  /// - Parameters:
  ///   - symbol: The broker's text.
  ///   - increment: The price step of a new row; an existing row is left as it is.
  ///   - lot: The lot of a new row.
  ///   - freeze: The largest quantity of one order of a new row; nil: no limit.
  /// - Returns: The symbol's id.
  public mutating func intern(
    _ symbol: String, increment: Price = Instrument.finestIncrement, lot: Int64 = 1,
    freeze: Int64? = nil
  ) -> InstrumentID {
    let key = Array(symbol.utf8)
    if let id = idsBySymbol[key] { return id }
    let id = InstrumentID(index: Int32(rows.count))
    rows.append(
      Instrument(id: id, symbol: symbol, increment: increment, lot: lot, freeze: freeze))
    idsBySymbol[key] = id
    return id
  }
}

/// What is known of one instrument: its symbol and the grid its prices and quantities lie on.
public struct Instrument: Hashable, Sendable {
  /// The dense id.
  public let id: InstrumentID
  /// The text the broker uses, such as `NSE:SBIN-EQ`.
  public let symbol: String
  /// The smallest price step, above zero.
  public let increment: Price
  /// The smallest tradable quantity, of which orders are multiples; zero for an index, which cannot be
  /// traded.
  public let lot: Int64
  /// The largest quantity of one order (the exchange's freeze quantity), above zero; nil: no limit.
  public let freeze: Int64?

  /// The increment of an instrument nothing is known of: one millionth.
  public static let finestIncrement = Price(micros: 1)

  /// An instrument; without more, one of increment one millionth and lot one.
  public init(
    id: InstrumentID, symbol: String, increment: Price = Instrument.finestIncrement, lot: Int64 = 1,
    freeze: Int64? = nil
  ) {
    precondition(increment.micros > 0 && lot >= 0, "an increment is above zero, a lot not below")
    precondition(freeze.map { $0 > 0 } ?? true, "a freeze quantity is above zero")
    self.id = id
    self.symbol = symbol
    self.increment = increment
    self.lot = lot
    self.freeze = freeze
  }

  /// Whether the symbol lies outside the Indian calendar (`SIM:`): it trades at any hour.
  public var isSimulated: Bool { symbol.hasPrefix("SIM:") }
}

/// The dense number of an instrument within a session: the index of its row in every table.
public struct InstrumentID: Hashable, Comparable, Codable, Sendable {
  /// The index, from 0.
  public let index: Int32

  /// An id from its index.
  @inline(__always)
  public init(index: Int32) { self.index = index }

  /// The index as `Int`, for subscripts.
  @inline(__always)
  public var position: Int { Int(index) }

  /// Orders by index.
  public static func < (left: InstrumentID, right: InstrumentID) -> Bool {
    left.index < right.index
  }
}
