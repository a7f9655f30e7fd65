import Market
import Money

/// An order that is under way or working: what it holds, and what was asked of it since.
struct WorkingOrder: Codable, Sendable {
  /// Whether an exit still holds its units; no longer once `close()` has claimed them.
  var holdsQuantity = true
  /// Whether its cancellation is on its way.
  var isLeaving = false
  /// Why it is taken back, once somebody asked for that; pooled.
  var cancelReason: TextPool.Index?
  /// What it waits for before it is sent; nil: it is with the exchange.
  var wait: Wait?
  /// Its place in the desk's list, which is its name towards the exchange.
  var index: Int
  /// Changes asked for that have not acted, oldest first.
  var changes: [ApprovedChange] = []
  /// How many of them, the newest, have not been sent yet.
  var unsentChanges = 0
  /// The order as the gate approved it, with the changes that have acted.
  var approved: ApprovedOrder
  /// Cash held for it.
  ///
  /// More than the approved terms need while a change to more is on its way.
  var hold: Amount
  /// Units it holds: an exit's of the position, an entry's of the limits.
  ///
  /// More than `remaining` while a change to more is on its way.
  var heldUnits: Int64
  /// Units left.
  ///
  /// A whole word comes last: the tail of a copy would overlap otherwise, and whoever reads it wait.
  var remaining: Int64

  /// An order that leaves for the exchange.
  init(_ order: StagedOrder) {
    index = order.index
    approved = order.approved
    remaining = order.approved.quantity
    hold = order.approved.hold
    heldUnits = order.approved.quantity
  }

  /// What an order waits for before it is sent.
  enum Wait: Equatable, Codable, Sendable {
    /// The symbol's next continuous trading.
    case open
    /// The end of another order, by its place in the list.
    case order(Int)
  }

  /// Of what.
  var instrument: InstrumentID { approved.instrument }
  /// Whether it opens or increases.
  var isEntry: Bool { approved.isEntry }
  /// Whether it waits for a price rather than for the latency to pass.
  var isResting: Bool { approved.type != .market || wait != nil }
}

/// An approved order that has its id, on its way to the exchange.
struct StagedOrder: Sendable {
  /// Its place in the desk's list, which is its name towards the exchange.
  var index: Int
  /// The order as the gate approved it.
  var approved: ApprovedOrder
  /// What it waits for before it is sent; nil: nothing.
  var wait: WorkingOrder.Wait?
}

/// The protection of an order under way, kept aside: orders are moved about more often than read.
final class PlannedProtection: Codable, Sendable {
  /// What was asked for.
  let request: ProtectionRequest

  /// Keeps a request.
  init(_ request: ProtectionRequest) { self.request = request }
}

/// The protection of what an entry of the list opens.
struct OrderPlan: Codable, Sendable {
  var order: Int
  var plan: PlannedProtection
}
