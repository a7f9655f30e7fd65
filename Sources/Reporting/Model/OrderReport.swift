public import Market
public import Money
public import Trading

/// One order that got an id, with its final status.
public struct OrderReport: Equatable, Sendable {
  /// `BUY-n` or `SELL-n`, where n counts the account's orders.
  public var orderID: String
  /// The instrument.
  public var symbol: String
  /// Which way it went.
  public var side: OrderSide
  /// Units filled.
  public var quantity: Int64
  /// The price of the fill; nil without one.
  public var executedPrice: Price?
  /// When it was filled, or reached its status.
  public var timestamp: EventTime
  /// What was charged.
  public var commission: Amount
  /// What it changed in the realized total.
  public var realizedPnL: Amount
  /// `pending`, `partial`, `executed`, `failed`, `cancelled` or `unknown`.
  public var status: String
  /// Why it was made: `script`, `stop_loss`, `rule:NAME` and so on.
  public var reason: String
  /// The script's own mark; empty without one.
  public var tag: String
  /// `file.lua:line` of the call that caused it; nil when no script did.
  public var source: String?

  /// An order from its parts.
  public init(
    orderID: String, symbol: String, side: OrderSide, quantity: Int64, executedPrice: Price?,
    timestamp: EventTime, commission: Amount, realizedPnL: Amount, status: String, reason: String,
    tag: String = "", source: String? = nil
  ) {
    self.orderID = orderID
    self.symbol = symbol
    self.side = side
    self.quantity = quantity
    self.executedPrice = executedPrice
    self.timestamp = timestamp
    self.commission = commission
    self.realizedPnL = realizedPnL
    self.status = status
    self.reason = reason
    self.tag = tag
    self.source = source
  }
}

extension OrderReport {
  /// An order of a desk as reports and the API show it.
  public init(_ order: Order, at desk: borrowing Desk) {
    let source = desk.texts[order.source]
    self.init(
      orderID: order.id, symbol: desk.instrument(order.instrument).symbol, side: order.side,
      quantity: order.filled, executedPrice: order.executedPrice, timestamp: order.time,
      commission: order.commission, realizedPnL: order.realized, status: order.status.text,
      reason: desk.texts[order.reason], tag: desk.texts[order.tag],
      source: source.isEmpty ? nil : source)
  }
}

extension Order {
  /// The mean price of what was filled, rounded half away from zero to a millionth; nil without a
  /// fill.
  var executedPrice: Price? {
    guard filled > 0 else { return nil }
    let exact = roundedHalfAway(Int128(value.micros), dividedBy: Int128(filled))
    return Price(micros: Int64(clamping: exact))
  }
}
