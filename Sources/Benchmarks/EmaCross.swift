import Market
import Money
import Trading

/// The reference strategy in Swift: what the kernel costs without an interpreter.
struct EmaCross: RuleSet, ~Copyable {
  let quantity: Int64
  private var fast = 0.0
  private var slow = 0.0
  private var hasStarted = false
  private var isAbove = false

  init(quantity: Int64) { self.quantity = quantity }

  mutating func tick(
    _ tick: borrowing Tick, sequence: Int64, script: Int, desk: inout Desk
  ) -> CallOutcome {
    let price = Double(tick.ltp.micros)
    guard hasStarted else {
      hasStarted = true
      fast = price
      slow = price
      return .completed
    }
    fast += 2.0 / 11 * (price - fast)
    slow += 2.0 / 31 * (price - slow)
    guard (fast > slow) != isAbove else { return .completed }
    isAbove.toggle()
    let held = desk.heldQuantity(tick.instrument)
    if isAbove, held == 0 {
      _ = desk.place(
        OrderRequest(side: .buy, instrument: tick.instrument, quantity: .whole(quantity)))
    } else if !isAbove, held > 0 {
      _ = desk.place(
        OrderRequest(side: .sell, instrument: tick.instrument, quantity: .whole(held)))
    }
    return .completed
  }

  mutating func call(_ call: ScriptCall, script: Int, desk: inout Desk) -> CallOutcome {
    .completed
  }
}
