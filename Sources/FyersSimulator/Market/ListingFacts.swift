import Money

/// Facts of the lists exchanges publish, for symbols a simulation is likely to meet.
///
/// Dated: the state of September 2026 (FYERS.md §11, INDIA.md §5.4). The real master is the source
/// for real orders; this one only has to be plausible and consistent.
enum ListingFacts {
  /// Names of indices in topics; others get the text before the dash.
  static let indexNames: [String: String] = [
    "NSE:NIFTY50-INDEX": "Nifty 50", "NSE:NIFTYBANK-INDEX": "Nifty Bank",
    "NSE:INDIAVIX-INDEX": "India VIX", "NSE:FINNIFTY-INDEX": "Nifty Fin Service",
    "NSE:MIDCPNIFTY-INDEX": "NIFTY MID SELECT", "NSE:NIFTYNXT50-INDEX": "Nifty Next 50",
    "BSE:SENSEX-INDEX": "SENSEX", "BSE:BANKEX-INDEX": "BANKEX",
  ]

  /// Underlyings of derivatives on indices, by the index's own name.
  static let underlyings = [
    "NIFTY50": "NIFTY", "NIFTYBANK": "BANKNIFTY", "NIFTYNXT50": "NIFTYNXT50",
  ]

  /// Exchange tokens that are known; others are computed from the symbol.
  static let exchangeTokens: [String: String] = [
    "NSE:SBIN-EQ": "3045", "NSE:INFY-EQ": "1594", "NSE:RELIANCE-EQ": "2885",
    "NSE:TCS-EQ": "11536", "NSE:HDFCBANK-EQ": "1333", "NSE:ITC-EQ": "1660",
    "NSE:NIFTY50-INDEX": "26000", "NSE:NIFTYBANK-INDEX": "26009", "NSE:INDIAVIX-INDEX": "26017",
    "BSE:SENSEX-INDEX": "1",
  ]

  /// Lot and largest order of index derivatives, by underlying.
  static let contracts: [String: (lot: Int64, freeze: Int64)] = [
    "NIFTY": (65, 1_800), "BANKNIFTY": (30, 600), "FINNIFTY": (60, 1_800),
    "MIDCPNIFTY": (120, 2_800), "NIFTYNXT50": (25, 600), "SENSEX": (20, 1_000),
    "BANKEX": (30, 900),
  ]

  /// The largest order of everything else.
  static let freezeDefault: Int64 = 1_000_000

  /// The price step of a share or a future at a price level, in millionths.
  static func increment(price: Int64, isIndexFuture: Bool) -> Int64 {
    let rupees = price / 1_000_000
    if isIndexFuture { return rupees < 15_000 ? 50_000 : rupees <= 30_000 ? 100_000 : 200_000 }
    switch rupees {
    case ..<250: return 10_000
    case ..<1_000: return 50_000
    case ..<5_000: return 100_000
    case ..<10_000: return 500_000
    case ..<20_000: return 1_000_000
    default: return 5_000_000
    }
  }
}
