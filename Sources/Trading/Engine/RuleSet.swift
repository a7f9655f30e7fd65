public import Market

/// The scripts of a session as the engine sees them: numbered, and called with values.
///
/// The engine is generic over its rule set, so the kernel builds and tests without an interpreter.
/// While a call runs, the rule set may ask the desk anything and stage requests on it.
public protocol RuleSet: ~Copyable {
  /// Calls `on_tick` of a script for the ticks of a run, one after the other, until a callback asks
  /// for something or fails.
  ///
  /// - Parameters:
  ///   - run: Which ticks, at least one.
  ///   - ticks: The batch they lie in.
  ///   - script: The script's number.
  ///   - desk: Its desk, which has taken the ticks that were done when this returns.
  /// - Returns: How many were done, and how the last callback ended.
  mutating func run(_ run: TickRun, of ticks: Span<Tick>, script: Int, desk: inout Desk) -> RunEnd

  /// Calls another callback of a script; a script that lacks it completes at once.
  mutating func call(_ call: ScriptCall, script: Int, desk: inout Desk) -> CallOutcome

  /// Asks the rule of an open position, which has one, what shall become of it at its symbol's last tick.
  mutating func decide(_ instrument: InstrumentID, script: Int, desk: inout Desk) -> RuleOutcome

  /// Whether rules of a script may be asked within a run of ticks (``TickRun/asksRule``).
  func runsRules(script: Int) -> Bool

  /// Whether a script has `on_order`, `on_fill` or `on_position`; when not, it is spared them.
  func hearsEvents(script: Int) -> Bool

  /// What a script keeps as plain data, for a session that goes on from here: its `state` and the
  /// tables of its rules, as bytes; empty when it keeps nothing.
  func tables(script: Int) -> [UInt8]

  /// Gives a script that has just been loaded what it kept.
  ///
  /// - Parameters:
  ///   - tables: What ``tables(script:)`` gave.
  ///   - script: The script's number.
  /// - Throws: Why the bytes are not such tables; the script's are unchanged then.
  mutating func restore(_ tables: [UInt8], script: Int) throws(ScriptFailure)
}

extension RuleSet where Self: ~Copyable {
  /// No: each is asked by itself.
  public func runsRules(script: Int) -> Bool { false }

  /// Yes: to be told what one does not listen to costs time only.
  public func hearsEvents(script: Int) -> Bool { true }

  /// Nothing.
  public func tables(script: Int) -> [UInt8] { [] }

  /// Ignores them.
  public mutating func restore(_ tables: [UInt8], script: Int) throws(ScriptFailure) {}
}
