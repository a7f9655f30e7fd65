import Market

/// Where a symbol is listed, in FYERS' numbers and words.
struct ExchangeSegment: Sendable {
  let exchange: Int
  let segment: Int
  /// The first four digits of a fyToken belong to this word (FYERS.md §7.3).
  let topic: String
  /// The name of the symbol master's file.
  let master: String

  /// The segment of a symbol; symbols of no Indian exchange (`SIM:`) are listed as NSE cash.
  static func of(_ symbol: String, contract: DerivativeName?) -> ExchangeSegment {
    let isCurrency = contract.map { currencies.contains($0.underlying) } ?? false
    switch ListedSymbol(parsing: symbol)?.exchange {
    case .mcx:
      return ExchangeSegment(exchange: 11, segment: 20, topic: "mcx_fo", master: "MCX_COM")
    case .bse where contract != nil:
      return isCurrency
        ? ExchangeSegment(exchange: 12, segment: 12, topic: "bcs_fo", master: "BSE_CD")
        : ExchangeSegment(exchange: 12, segment: 11, topic: "bse_fo", master: "BSE_FO")
    case .bse:
      return ExchangeSegment(exchange: 12, segment: 10, topic: "bse_cm", master: "BSE_CM")
    case .nse, nil:
      if contract == nil {
        return ExchangeSegment(exchange: 10, segment: 10, topic: "nse_cm", master: "NSE_CM")
      }
      return isCurrency
        ? ExchangeSegment(exchange: 10, segment: 12, topic: "cde_fo", master: "NSE_CD")
        : ExchangeSegment(exchange: 10, segment: 11, topic: "nse_fo", master: "NSE_FO")
    }
  }

  private static let currencies: Set<String> = [
    "USDINR", "EURINR", "GBPINR", "JPYINR", "EURUSD", "GBPUSD", "USDJPY",
  ]
}
