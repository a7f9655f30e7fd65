public import Market

/// The files of the symbol master, one a segment (FYERS.md, section 11).
public enum SymbolSegment: String, Sendable, CaseIterable {
  /// NSE cash.
  case nseCash = "NSE_CM"
  /// NSE equity derivatives.
  case nseDerivatives = "NSE_FO"
  /// NSE currency derivatives.
  case nseCurrency = "NSE_CD"
  /// NSE commodities.
  case nseCommodity = "NSE_COM"
  /// BSE cash.
  case bseCash = "BSE_CM"
  /// BSE equity derivatives.
  case bseDerivatives = "BSE_FO"
  /// MCX commodities.
  case mcxCommodity = "MCX_COM"

  /// The path below the public root.
  public var path: String { "/sym_details/\(rawValue).csv" }

  /// The name of the file that caches a day.
  public func cacheName(of date: CivilDate) -> String { "\(rawValue)-\(date).csv" }

  /// The segments a symbol may be in, by its exchange: `NSE:...`, `BSE:...`, `MCX:...`.
  public static func candidates(for symbol: String) -> [SymbolSegment] {
    switch symbol.prefix(4) {
    case "NSE:": [.nseCash, .nseDerivatives, .nseCurrency, .nseCommodity]
    case "BSE:": [.bseCash, .bseDerivatives]
    case "MCX:": [.mcxCommodity]
    default: []
    }
  }
}
