import Trading

/// The orders that lead from what is held and pending to a wanted quantity.
///
/// No order crosses zero: what is held is closed first, then the other side is opened.
struct TargetPlan: Equatable {
  /// One order.
  struct Step: Equatable {
    let side: OrderSide
    let quantity: Int64
  }

  /// At most two orders.
  private(set) var steps: [Step] = []

  init(goal: Int64, held: Int64, pending: Int64) {
    let change = Int128(goal) - Int128(held) - Int128(pending)
    guard change != 0 else { return }
    let side: OrderSide = change > 0 ? .buy : .sell
    let size = change.magnitude
    let isReducing = held != 0 && (held > 0) == (change < 0)
    let reduced = isReducing ? min(size, UInt128(held.magnitude)) : 0
    if reduced > 0 { steps.append(Step(side: side, quantity: Int64(clamping: reduced))) }
    let rest = size - reduced
    // Beyond zero only when the goal lies there; else entries still pending are what is too much.
    let goesOn = reduced == 0 || (goal != 0 && (goal > 0) == (change > 0))
    if rest > 0, goesOn { steps.append(Step(side: side, quantity: Int64(clamping: rest))) }
  }
}
