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
  /// - Returns: The symbol's id.
  public mutating func intern(
    _ symbol: String, increment: Price = Instrument.finestIncrement, lot: Int64 = 1
  ) -> InstrumentID {
    let key = Array(symbol.utf8)
    if let id = idsBySymbol[key] { return id }
    let id = InstrumentID(index: Int32(rows.count))
    rows.append(Instrument(id: id, symbol: symbol, increment: increment, lot: lot))
    idsBySymbol[key] = id
    return id
  }
}
