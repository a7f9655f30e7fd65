public import Market

/// How tick files are read.
public struct TickReadOptions: Hashable, Sendable {
  /// The symbol of files without a symbol column (`--symbol`); nil when each file has one.
  public var symbol: String?
  /// Whether malformed rows are counted instead of refused (`--skip-bad-rows`).
  public var skipsBadRows: Bool
  /// The first moment that is read, inclusive; nil from the beginning.
  public var from: EventTime?
  /// The moment where reading ends, exclusive; nil to the end.
  public var to: EventTime?
  /// Whether time may go backwards in a file; only sorting wants that.
  public var allowsAnyOrder: Bool

  /// The options of a plain reading: everything, strictly.
  public init(
    symbol: String? = nil, skipsBadRows: Bool = false, from: EventTime? = nil,
    to: EventTime? = nil, allowsAnyOrder: Bool = false
  ) {
    self.symbol = symbol
    self.skipsBadRows = skipsBadRows
    self.from = from
    self.to = to
    self.allowsAnyOrder = allowsAnyOrder
  }

  /// The moments between ``from`` and ``to``.
  var wanted: WantedTimes {
    WantedTimes(
      first: from?.nanoseconds ?? 0, last: to.map { max($0.nanoseconds, 0) - 1 } ?? .max)
  }
}
