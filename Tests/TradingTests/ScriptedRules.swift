import Market
import Money
import Trading

/// A rule set for tests: closures in place of scripts.
struct ScriptedRules: RuleSet {
  var onTick: (_ tick: Tick, _ sequence: Int64, _ desk: inout Desk) -> CallOutcome = { _, _, _ in
    .completed
  }
  var onCall: (_ call: ScriptCall, _ desk: inout Desk) -> CallOutcome = { _, _ in .completed }

  mutating func run(_ run: TickRun, of ticks: Span<Tick>, script: Int, desk: inout Desk) -> RunEnd {
    run.first(of: ticks, at: &desk, onTick)
  }

  mutating func call(_ call: ScriptCall, script: Int, desk: inout Desk) -> CallOutcome {
    onCall(call, &desk)
  }
}
