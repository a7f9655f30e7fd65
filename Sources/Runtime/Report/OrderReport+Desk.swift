import Market
import Money
import Reporting
import Trading

extension OrderReport {
  /// An order of a desk as reports and the API show it.
  init(_ order: Order, at desk: borrowing Desk) {
    var price: Price?
    if order.filled > 0 {
      let exact = roundedHalfAway(Int128(order.value.micros), dividedBy: Int128(order.filled))
      price = Price(micros: Int64(clamping: exact))
    }
    let source = desk.texts[order.source]
    self.init(
      orderID: order.id, symbol: desk.instrument(order.instrument).symbol, side: order.side,
      quantity: order.filled, executedPrice: price, timestamp: order.time,
      commission: order.commission, realizedPnL: order.realized, status: order.status.text,
      reason: desk.texts[order.reason], tag: desk.texts[order.tag],
      source: source.isEmpty ? nil : source)
  }
}
