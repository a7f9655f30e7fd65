import Market
import Money

/// What a callback asked for and its return will carry out.
enum StagedAction: Sendable {
  /// Send an approved order.
  case order(WorkingOrder)
  /// Take an order back.
  case cancel(index: Int)
  /// Change an order.
  case modify(index: Int, price: Price?, trigger: Price?, quantity: Int64?, hold: Amount)
  /// Change a position's protection.
  case protect(InstrumentID, ProtectionRequest)
  /// Remove a position's protection.
  case unprotect(InstrumentID)
}
