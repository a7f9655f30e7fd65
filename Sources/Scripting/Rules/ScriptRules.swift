package import Market
package import Trading

/// The scripts of a session as the engine calls them, each with an interpreter of its own.
package struct ScriptRules: RuleSet, ~Copyable {
  /// The scripts, in the order of the command line.
  package let hosts: [ScriptHost<Desk>]

  /// A rule set of loaded and bound scripts.
  package init(_ hosts: [ScriptHost<Desk>]) { self.hosts = hosts }

  /// Calls `on_tick` of a script.
  package mutating func tick(
    _ tick: borrowing Tick, sequence: Int64, script: Int, desk: inout Desk
  ) -> CallOutcome {
    hosts[script].tick(tick, sequence: sequence, port: &desk)
  }

  /// Calls `on_tick` of a script for ticks of one symbol, one after the other.
  package mutating func run(
    _ ticks: Span<Tick>, sequence: Int64, script: Int, desk: inout Desk
  ) -> TickRun {
    hosts[script].run(ticks, sequence: sequence, port: &desk)
  }

  /// Calls `on_tick` of a script for ticks picked out of a batch, one after the other.
  package mutating func run(
    _ picks: Span<Int32>, of ticks: Span<Tick>, numbers: Span<Int64>, script: Int,
    desk: inout Desk
  ) -> TickRun {
    hosts[script].run(picks, of: ticks, numbers: numbers, port: &desk)
  }

  /// Calls another callback of a script.
  package mutating func call(_ call: ScriptCall, script: Int, desk: inout Desk) -> CallOutcome {
    hosts[script].call(call, port: &desk)
  }

  /// Whether a script has one of the callbacks that tell of its orders.
  package func hearsEvents(script: Int) -> Bool {
    ["on_order", "on_fill", "on_position"].contains { hosts[script].callbacks.contains($0) }
  }
}
