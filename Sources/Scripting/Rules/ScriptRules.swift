package import Market
package import Trading

/// The scripts of a session as the engine calls them, each with an interpreter of its own.
package struct ScriptRules: RuleSet, ~Copyable {
  /// The scripts, in the order of the command line.
  package let hosts: [ScriptHost<Desk>]

  /// A rule set of loaded and bound scripts.
  package init(_ hosts: [ScriptHost<Desk>]) { self.hosts = hosts }

  /// Calls `on_tick` of a script for the ticks of a run, one after the other.
  package mutating func run(
    _ run: TickRun, of ticks: Span<Tick>, script: Int, desk: inout Desk
  ) -> RunEnd {
    run.asksRule
      ? hosts[script].runAsking(run, of: ticks, port: &desk)
      : hosts[script].run(run, of: ticks, port: &desk)
  }

  /// Whether rules of a script may be asked within a run of ticks.
  package func runsRules(script: Int) -> Bool { hosts[script].runsRules }

  /// Calls another callback of a script.
  package mutating func call(_ call: ScriptCall, script: Int, desk: inout Desk) -> CallOutcome {
    hosts[script].call(call, port: &desk)
  }

  /// Asks the rule of a position.
  package mutating func decide(
    _ instrument: InstrumentID, script: Int, desk: inout Desk
  ) -> RuleOutcome {
    hosts[script].decide(instrument, port: &desk)
  }

  /// Whether a script has one of the callbacks that tell of its orders.
  package func hearsEvents(script: Int) -> Bool {
    ["on_order", "on_fill", "on_position"].contains { hosts[script].callbacks.contains($0) }
  }

  /// What a script keeps as plain data: its `state` and the tables of its rules.
  package func tables(script: Int) -> [UInt8] { hosts[script].stateBytes }

  /// Gives a script that has just been loaded and bound what it kept.
  ///
  /// - Throws: Why the bytes are not such tables; the script's are unchanged then.
  package mutating func restore(_ tables: [UInt8], script: Int) throws(ScriptFailure) {
    try hosts[script].restoreState(tables)
  }
}
