import Market
import Money

/// What a callback asked for and its return will carry out.
enum StagedAction: Sendable {
  /// Send an approved order.
  indirect case order(WorkingOrder)
  /// The same for a plain market order, by its place in the list: most are, and this is quickly kept.
  case market(index: Int, hold: Amount, cancelsRestingExits: Bool)
  /// Take an order back.
  case cancel(index: Int)
  /// Let the newest change of a working order go on its way; the rest is what the order held before.
  case modify(index: Int, hold: Amount, heldUnits: Int64)
  /// Change a position's protection.
  indirect case protect(InstrumentID, ProtectionRequest)
  /// Remove a position's protection.
  case unprotect(InstrumentID)
}
