import Market
import Money

/// What the simulated exchange knows of one symbol of the recording.
struct SimulatedInstrument: Sendable {
  let id: InstrumentID
  /// FYERS' text, `NSE:SBIN-EQ`.
  let symbol: String
  /// 10 NSE, 11 MCX, 12 BSE (FYERS.md §12).
  let exchange: Int
  /// 10 cash, 11 equity derivatives, 12 currency, 20 commodity.
  let segment: Int
  /// The instrument type of FYERS.md §12, such as 10 for an index.
  let kind: Int
  /// The exchange's own number.
  let exchangeToken: String
  /// Exchange, segment, expiry and exchange token in one text.
  let fyToken: String
  /// The segment's word in a topic, such as `nse_cm`.
  let topicSegment: String
  /// The name an index has in a topic, `Nifty 50`; for others the symbol without exchange.
  let displayName: String
  /// The name without exchange, series and expiry: `SBIN`.
  let shortName: String
  /// What the master says in words.
  let description: String
  /// The price step.
  let increment: Price
  /// The smallest quantity.
  let lot: Int64
  /// The largest quantity of one order.
  let freezeQuantity: Int64
  /// Decimal places of the wire's whole numbers.
  let precision: UInt8
  /// The wire's second divisor.
  let multiplier: UInt16
  /// What a derivative says about itself; nil for cash and indices.
  let contract: DerivativeName?
  /// The expiry of a derivative, epoch seconds at the session's end; nil for others.
  let expiry: Int64?
  /// The close before the recording, which the wire's changes refer to.
  let previousClose: Price
  /// The lowest and the highest price the exchange takes today.
  let lowerCircuit: Price
  let upperCircuit: Price

  /// Whether it is an index, which is not traded.
  var isIndex: Bool { kind == 10 }
  /// Whether it is a share or a fund: the cash segment.
  var isCash: Bool { segment == 10 && !isIndex }
  /// Millionths in one unit of the wire's prices.
  var wireUnit: Int64 {
    var unit: Int64 = 1_000_000
    for _ in 0..<precision { unit /= 10 }
    return max(1, unit / Int64(multiplier))
  }
}
