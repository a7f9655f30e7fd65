import Market
import Money

/// One row of the order book.
struct SimulatedOrder: Sendable {
  /// The numbers it is known by.
  struct IDs: Sendable {
    let own: String
    let fyers: String
    let exchange: String
    /// The order this one protects; nil for an order of its own.
    let parent: String?
  }

  /// What was asked for; a change may replace it.
  struct Terms: Sendable {
    var kind: OrderKind
    var quantity: Int64
    var limitPrice: Price
    var stopPrice: Price
    var disclosedQuantity: Int64
    /// Whether what does not fill at once is cancelled.
    var isImmediate: Bool

    /// The terms of a placement.
    init(_ fields: OrderFields) {
      kind = fields.kind
      quantity = fields.quantity
      limitPrice = fields.limitPrice
      stopPrice = fields.stopPrice
      disclosedQuantity = fields.disclosedQuantity
      isImmediate = fields.isImmediate
    }
  }

  /// What has been executed.
  struct Fills: Sendable {
    var quantity: Int64 = 0
    /// Millionths paid or received so far.
    var value: Int128 = 0
  }

  /// What matching remembers from one tick to the next.
  struct Matching: Sendable {
    /// Whether the trigger has been reached.
    var isTriggered = false
    /// The worst price a market order may take: its limit since it is protected.
    var protection: Price?
    /// No fill before this time.
    var earliest: EventTime?
  }

  let ids: IDs
  let instrument: Int
  let side: Int64
  let product: ProductType
  /// The tag as it is shown, with its prefix.
  let tag: String
  let placedAt: EventTime

  var terms: Terms
  /// The protective legs asked for.
  var legs: ProtectiveOffsets
  var fills = Fills()
  var matching = Matching()
  var state = OrderState.transit
  var message = ""
  var updatedAt: EventTime
  /// Money blocked for what has not filled yet.
  var blocked: Int128 = 0

  /// The id the client calls it by.
  var id: String { ids.own }

  /// The limit as it is shown: that of the protection once a market order has one.
  var shownLimit: Price { matching.protection ?? terms.limitPrice }

  /// Units not filled; 0 once the order is done with.
  var remaining: Int64 { state.isWorking ? terms.quantity - fills.quantity : 0 }

  /// The average price of what has filled; zero before.
  var tradedPrice: Price {
    guard fills.quantity > 0 else { return .zero }
    return Price(
      micros: Int64(clamping: roundedHalfAway(fills.value, dividedBy: Int128(fills.quantity))))
  }
}

/// FYERS' order status numbers; there is none for a partial fill.
enum OrderState: Int, Sendable, CaseIterable {
  case cancelled = 1
  case filled = 2
  /// Not yet acknowledged by the exchange.
  case transit = 4
  case rejected = 5
  /// Working, also behind a trigger and partly filled.
  case pending = 6
  case expired = 7

  /// Whether it may still fill.
  var isWorking: Bool { self == .pending || self == .transit }
}

/// One execution, a row of the trade book.
struct SimulatedTrade: Sendable {
  let order: Int
  /// `<order id>-<exchange's number>`.
  let number: String
  let quantity: Int64
  let price: Price
  let time: EventTime

  /// Price × quantity in millionths.
  var value: Int128 { Int128(price.micros) * Int128(quantity) }
}

/// The orders that protect a filled entry: a stop and a target, on the other side.
struct ProtectiveLegs {
  private let entry: SimulatedOrder
  private let instrument: SimulatedInstrument

  /// The legs of an entry.
  init(entry: SimulatedOrder, instrument: SimulatedInstrument) {
    self.entry = entry
    self.instrument = instrument
  }

  /// The stop order; nil when none was asked for.
  var stopOrder: OrderFields? {
    guard entry.legs.stopLoss > .zero else { return nil }
    var fields = base(.stopMarket)
    fields.stopPrice = level(entry.legs.stopLoss, direction: -entry.side)
    return fields
  }

  /// The target order; nil when none was asked for.
  var targetOrder: OrderFields? {
    guard entry.legs.takeProfit > .zero else { return nil }
    var fields = base(.limit)
    fields.limitPrice = level(entry.legs.takeProfit, direction: entry.side)
    return fields
  }

  private func base(_ kind: OrderKind) -> OrderFields {
    OrderFields(
      symbol: instrument.symbol, quantity: entry.fills.quantity, kind: kind, side: -entry.side,
      product: entry.product)
  }

  /// The entry price plus or minus an offset, on the grid.
  private func level(_ offset: Price, direction: Int64) -> Price {
    let price = Int128(entry.tradedPrice.micros)
    let distance =
      entry.legs.type == 2
      ? price * Int128(offset.micros) / 100_000_000 : Int128(offset.micros)
    let step = Int128(instrument.increment.micros)
    let index = roundedHalfAway(price + Int128(direction) * distance, dividedBy: step)
    return Price(micros: Int64(clamping: max(1, index) * step))
  }
}

/// The numbers that ids are made of: counters, and chance where the real ids look like chance.
struct OrderNumbers: Sendable {
  private var orders: Int64 = 0
  private var trades: Int64 = 0
  private var random: SeededRandom

  /// Numbers from a seed.
  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  /// An order id: the date and eight digits.
  mutating func order(at time: EventTime) -> String {
    orders += 1
    let digits = String(orders)
    return IndianClockText.sixDigitDate(time)
      + String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits
  }

  /// The exchange's own number of an order.
  mutating func exchangeOrder() -> String { String(1_100_000_000_000_000 + orders) }

  /// The exchange's number of a trade.
  mutating func trade() -> String {
    trades += 1
    return String(6_000_000 + trades)
  }

  /// The broker's own id.
  mutating func fyersID() -> String { random.uuid() }
}

/// What the order socket tells: a state of the account at the moment it changed.
enum AccountEvent: Sendable {
  case order(SimulatedOrder)
  case trade(SimulatedTrade, SimulatedOrder)
  case position(SimulatedPosition)
}
