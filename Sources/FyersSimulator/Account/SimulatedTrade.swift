import Market
import Money

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
