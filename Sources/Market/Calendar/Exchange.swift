/// An Indian exchange, by the prefix FYERS gives its symbols.
public enum Exchange: String, Hashable, CaseIterable, Sendable {
  /// The National Stock Exchange.
  case nse = "NSE"
  /// The BSE.
  case bse = "BSE"
  /// The Multi Commodity Exchange.
  case mcx = "MCX"
}
