import Market
import Money

/// What the gate judges of a request: numbers only, so that passing it about costs nothing.
struct OrderTerms: Sendable {
  /// Which way.
  var side: OrderSide
  /// Of what.
  var instrument: InstrumentID
  /// How it finds its price.
  var type: OrderType
  /// The limit, on the grid.
  var price: Price?
  /// The trigger, on the grid.
  var trigger: Price?
  /// Whether resting exits of the symbol are cancelled for it (`close()`).
  var cancelsRestingExits = false
  /// Whether it opens the other side after a closing request of the same callback (`target()`).
  var opensAfterClose = false
  /// Units, above zero.
  ///
  /// A whole word comes last: the tail of a copy would overlap otherwise, and whoever reads it wait.
  var quantity: Int64
}
