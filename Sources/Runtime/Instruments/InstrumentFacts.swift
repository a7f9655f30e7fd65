import Market
import Money

/// Price increments, lots and freeze quantities by symbol, as a symbol master or a recording tells
/// them.
struct InstrumentFacts: Sendable {
  /// What is known of one symbol.
  struct Row: Sendable, Equatable {
    /// The price step.
    var increment: Price
    /// The lot; 0 for an index.
    var lot: Int64
    /// The largest quantity of one order; nil: no limit.
    var freeze: Int64?
  }

  private var rows: [String: Row] = [:]

  /// Nothing is known.
  init() {}

  /// What is known of a symbol; nil when nothing is.
  subscript(symbol: String) -> Row? {
    get { rows[symbol] }
    set { rows[symbol] = newValue }
  }

  /// Adds what others know of symbols that are not known here.
  mutating func add(_ others: InstrumentFacts) {
    rows.merge(others.rows) { known, _ in known }
  }
}
