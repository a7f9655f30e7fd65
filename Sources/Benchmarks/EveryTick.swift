import Market
import Trading

/// Buys on one tick and sells on the next, for ever.
struct EveryTick: RuleSet, ~Copyable {
  mutating func tick(
    _ tick: borrowing Tick, sequence: Int64, script: Int, desk: inout Desk
  ) -> CallOutcome {
    let side: OrderSide = desk.heldQuantity(tick.instrument) == 0 ? .buy : .sell
    _ = desk.place(OrderRequest(side: side, instrument: tick.instrument, quantity: .whole(1)))
    return .completed
  }

  mutating func call(_ call: ScriptCall, script: Int, desk: inout Desk) -> CallOutcome {
    .completed
  }
}
