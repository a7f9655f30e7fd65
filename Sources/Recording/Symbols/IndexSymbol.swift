import Market

/// Symbols of indexes: nobody quotes an index, so that its bid and ask are the ltp everywhere.
enum IndexSymbol {
  /// What such a symbol ends in.
  private static let ending = Array("-INDEX".utf8)

  /// Whether these bytes are the symbol of an index.
  static func isNamed(by symbol: some BidirectionalCollection<UInt8>) -> Bool {
    symbol.suffix(ending.count).elementsEqual(ending)
  }
}

extension SymbolKey {
  /// `-INDEX` in the highest six bytes of a word, which hold the last six of a symbol.
  private static let indexEnding: UInt64 = 0x5845_444e_492d

  /// Whether it is the symbol of an index.
  var isIndex: Bool { tail &>> 16 == Self.indexEnding }
}
