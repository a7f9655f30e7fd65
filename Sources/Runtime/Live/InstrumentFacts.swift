import Market
import Money

/// Price increments and lots by symbol, as a symbol master or a recording tells them.
struct InstrumentFacts: Sendable {
  /// What is known of one symbol.
  struct Row: Sendable, Equatable {
    /// The price step.
    var increment: Price
    /// The lot.
    var lot: Int64
  }

  private var rows: [String: Row] = [:]

  /// Nothing is known.
  init() {}

  /// What is known of a symbol; the finest increment and lot one for one that is not.
  subscript(symbol: String) -> Row {
    get { rows[symbol] ?? Row(increment: Instrument.finestIncrement, lot: 1) }
    set { rows[symbol] = newValue }
  }

  /// Whether anything is known of a symbol.
  func knows(_ symbol: String) -> Bool { rows[symbol] != nil }
}
