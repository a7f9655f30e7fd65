public import Market

/// The scripts of a session as the engine sees them: numbered, and called with values.
///
/// The engine is generic over its rule set, so the kernel builds and tests without an interpreter.
/// While a call runs, the rule set may ask the desk anything and stage requests on it.
public protocol RuleSet: ~Copyable {
  /// Calls `on_tick` of a script.
  mutating func tick(
    _ tick: borrowing Tick, sequence: Int64, script: Int, desk: inout Desk
  ) -> CallOutcome

  /// Calls another callback of a script; a script that lacks it completes at once.
  mutating func call(_ call: ScriptCall, script: Int, desk: inout Desk) -> CallOutcome
}
