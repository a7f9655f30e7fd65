import Market

/// Instruments by symbol, and the search for them.
public struct SymbolTable: Sendable {
  /// All instruments, in the order they were added.
  public private(set) var records: [SymbolRecord] = []
  private var positions: [String: Int] = [:]

  /// An empty table.
  public init() {}

  /// Adds an instrument; a symbol that is there already is replaced.
  public mutating func add(_ record: SymbolRecord) {
    if let position = positions[record.symbol] {
      records[position] = record
    } else {
      positions[record.symbol] = records.count
      records.append(record)
    }
  }

  /// The instrument of a symbol; nil when it is unknown.
  public subscript(symbol: String) -> SymbolRecord? {
    positions[symbol].map { records[$0] }
  }

  /// Finds instruments by words.
  ///
  /// Every word must occur in the symbol or the description, whatever its case. The closest come
  /// first: the symbol itself, then its name, then what begins with the first word, then the rest;
  /// among equals indices and shares before contracts, near expiries before far ones.
  ///
  /// - Parameters:
  ///   - text: The words.
  ///   - limit: The most instruments given.
  /// - Returns: The instruments, the closest first.
  public func search(_ text: String, limit: Int = 20) -> [SymbolRecord] {
    let words = text.uppercased().split(whereSeparator: \.isWhitespace)
    guard let first = words.first, limit > 0 else { return [] }
    var found: [(rank: Int, expiry: Int64, position: Int)] = []
    for (position, record) in records.enumerated() {
      let symbol = record.symbol.uppercased()
      let description = record.description.uppercased()
      guard words.allSatisfy({ symbol.contains($0) || description.contains($0) }) else { continue }
      let rank = Self.rank(record, symbol, first)
      found.append((rank, record.expiry?.nanoseconds ?? 0, position))
    }
    found.sort { ($0.rank, $0.expiry, $0.position) < ($1.rank, $1.expiry, $1.position) }
    return found.prefix(limit).map { records[$0.position] }
  }

  private static func rank(_ record: SymbolRecord, _ symbol: String, _ word: Substring) -> Int {
    let name = symbol.drop { $0 != ":" }.dropFirst()
    let base = name.prefix { $0 != "-" }
    if symbol == word || name == word { return 0 }
    let isContract = record.expiry != nil
    if base == word { return isContract ? 2 : 1 }
    if record.underlying.name.uppercased() == word { return isContract ? 4 : 3 }
    if name.hasPrefix(word) { return isContract ? 6 : 5 }
    return isContract ? 8 : 7
  }
}
