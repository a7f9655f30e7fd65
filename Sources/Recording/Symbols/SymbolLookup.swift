import Market

/// The outcome of asking for a symbol's id.
enum SymbolLookup {
  case id(InstrumentID)
  case refused(expected: String)
}
