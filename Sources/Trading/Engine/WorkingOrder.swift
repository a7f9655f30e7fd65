import Market
import Money

/// An order that may still fill.
struct WorkingOrder: Sendable {
  /// Its place in the desk's list.
  var index: Int
  /// Of what.
  var instrument: InstrumentID
  /// Units left.
  var remaining: Int64
  /// The limit, on the grid.
  var price: Price?
  /// The trigger, on the grid.
  var trigger: Price?
  /// Whether the trigger was reached.
  var isTriggered = false
  /// Cash held for it.
  var hold: Amount = .zero
  /// Units it holds: an exit's of the position, an entry's of the limits.
  ///
  /// More than `remaining` while a change to more is on its way.
  var heldUnits: Int64
  /// Changes on their way, oldest first.
  var changes: [OrderChange] = []
  /// The moment from which its cancellation acts; nil: none asked.
  var cancelAt: EventTime?
  /// Protection for what it opens.
  var protection: PlannedProtection?
  /// Which way.
  var side: OrderSide
  /// How it finds its price.
  var type: OrderType
  /// Whether it opens or increases.
  var isEntry: Bool
  /// Whether an exit still holds its units; no longer once `close()` has claimed them.
  var holdsQuantity = true
  /// Whether resting exits of the symbol are cancelled when it is sent.
  var cancelsRestingExits = false
  /// The moment from which it may act.
  ///
  /// A whole word comes last: the tail of a copy would overlap otherwise, and whoever reads it wait.
  var dueAt: EventTime

  /// Whether it waits for a price rather than for the latency to pass.
  var isResting: Bool { type != .market }
}
