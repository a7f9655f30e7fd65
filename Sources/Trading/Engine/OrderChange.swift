import Market
import Money

/// The terms of a working order after a change that was asked for and has not acted yet.
struct OrderChange: Sendable {
  /// The moment from which it acts.
  var at: EventTime
  /// The limit, on the grid.
  var price: Price?
  /// The trigger, on the grid.
  var trigger: Price?
  /// The new total, filled units included.
  var quantity: Int64
  /// The cash an entry holds under these terms.
  var hold: Amount
}
