import Market
import Money

/// What a callback asked for and its return will carry out.
enum StagedAction: Sendable {
  /// Send an approved order.
  case order(WorkingOrder)
  /// Take an order back.
  case cancel(index: Int)
  /// Let the newest change of a working order go on its way; the rest is what the order held before.
  case modify(index: Int, hold: Amount, heldUnits: Int64)
  /// Change a position's protection.
  indirect case protect(InstrumentID, ProtectionRequest)
  /// Remove a position's protection.
  case unprotect(InstrumentID)
}
