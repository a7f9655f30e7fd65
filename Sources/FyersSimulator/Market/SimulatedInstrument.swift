import Market
import Money

/// What the simulated exchange knows of one symbol of the recording.
struct SimulatedInstrument: Sendable {
  /// What it is called besides its symbol.
  struct Names: Sendable {
    /// The name an index has in a topic, `Nifty 50`; for others the symbol without exchange.
    let display: String
    /// The name without exchange, series and expiry: `SBIN`.
    let short: String
    /// What the master says in words.
    let full: String
  }

  /// How the wire's whole numbers become prices.
  struct Scale: Sendable {
    /// Decimal places of the wire's whole numbers.
    let precision: UInt8
    /// The wire's second divisor.
    let multiplier: UInt16

    /// Millionths in one unit of the wire's prices.
    var unit: Int64 {
      var unit: Int64 = 1_000_000
      for _ in 0..<precision { unit /= 10 }
      return max(1, unit / Int64(multiplier))
    }
  }

  /// The lowest and the highest price the exchange takes today.
  struct Circuits: Sendable {
    let lower: Price
    let upper: Price
  }

  let id: InstrumentID
  /// FYERS' text, `NSE:SBIN-EQ`.
  let symbol: String
  /// Where it is listed.
  let place: ExchangeSegment
  /// The instrument type of FYERS.md §12, such as 10 for an index.
  let kind: Int
  /// The exchange's own number.
  let exchangeToken: String
  /// Exchange, segment, expiry and exchange token in one text.
  let fyToken: String
  let names: Names
  /// The price step.
  let increment: Price
  /// The smallest quantity.
  let lot: Int64
  /// The largest quantity of one order.
  let freezeQuantity: Int64
  let scale: Scale
  /// What a derivative says about itself; nil for cash and indices.
  let contract: DerivativeName?
  /// The expiry of a derivative, epoch seconds at the session's end; nil for others.
  let expiry: Int64?
  /// The close before the recording, which the wire's changes refer to.
  let previousClose: Price
  let circuits: Circuits

  /// Whether it is an index, which is not traded.
  var isIndex: Bool { kind == 10 }
  /// Whether it is a share or a fund: the cash segment.
  var isCash: Bool { place.segment == 10 && !isIndex }

  /// A tick as the exchange shows it: an index has no book, its value stands on both sides.
  func quoted(_ tick: Tick) -> Tick {
    guard isIndex else { return tick }
    var tick = tick
    tick.bid = tick.ltp
    tick.ask = tick.ltp
    return tick
  }
}

/// Where a symbol is listed, in FYERS' numbers and words.
struct ExchangeSegment: Sendable {
  /// 10 NSE, 11 MCX, 12 BSE (FYERS.md §12).
  let exchange: Int
  /// 10 cash, 11 equity derivatives, 12 currency, 20 commodity.
  let segment: Int
  /// The segment's word in a topic, such as `nse_cm`; the first four digits of a fyToken belong to
  /// it (FYERS.md §7.3).
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
