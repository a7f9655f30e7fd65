import Market
import Money

/// One row of the order book.
struct SimulatedOrder: Sendable {
  let id: String
  let fyersID: String
  let exchangeID: String
  let instrument: Int
  let side: Int64
  let product: ProductType
  let isImmediate: Bool
  let disclosedQuantity: Int64
  /// The tag as it is shown, with its prefix.
  let tag: String
  let placedAt: EventTime
  /// The order this one protects; nil for an order of its own.
  let parent: String?

  var quantity: Int64
  var kind: OrderKind
  var limitPrice: Price
  var stopPrice: Price
  var filled: Int64 = 0
  var state = OrderState.transit
  var message = ""
  var updatedAt: EventTime
  /// Millionths paid or received so far.
  var value: Int128 = 0
  /// Money blocked for what has not filled yet.
  var blocked: Int128 = 0
  /// Whether the trigger has been reached.
  var isTriggered = false
  /// The worst price a market order may take: its limit since it is protected.
  var protection: Price?
  /// No fill before this time.
  var notBefore: EventTime?
  /// The protective legs asked for, as offsets.
  var stopLoss = Price.zero
  var takeProfit = Price.zero
  var legType: Int64 = 1

  /// Units not filled; 0 once the order is done with.
  var remaining: Int64 { state.isWorking ? quantity - filled : 0 }

  /// The average price of what has filled; zero before.
  var tradedPrice: Price {
    guard filled > 0 else { return .zero }
    return Price(micros: Int64(clamping: roundedHalfAway(value, dividedBy: Int128(filled))))
  }
}
