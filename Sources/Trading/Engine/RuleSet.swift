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

  /// Calls `on_tick` for ticks of one symbol, one after the other, until a callback asks for something
  /// or fails; the desk then has taken those that were done.
  mutating func run(_ ticks: Span<Tick>, sequence: Int64, script: Int, desk: inout Desk) -> TickRun

  /// The same for ticks picked out of a batch, of any of the script's symbols.
  mutating func run(
    _ picks: Span<Int32>, of ticks: Span<Tick>, numbers: Span<Int64>, script: Int,
    desk: inout Desk
  ) -> TickRun

  /// Calls another callback of a script; a script that lacks it completes at once.
  mutating func call(_ call: ScriptCall, script: Int, desk: inout Desk) -> CallOutcome

  /// Whether a script has `on_order`, `on_fill` or `on_position`; when not, it is spared them.
  func hearsEvents(script: Int) -> Bool
}

extension RuleSet where Self: ~Copyable {
  /// Yes: to be told what one does not listen to costs time only.
  public func hearsEvents(script: Int) -> Bool { true }

  /// Calls `on_tick` for the first tick.
  public mutating func run(
    _ ticks: Span<Tick>, sequence: Int64, script: Int, desk: inout Desk
  ) -> TickRun {
    desk.take(ticks.extracting(first: 1), from: sequence)
    return TickRun(
      count: 1, outcome: tick(ticks[0], sequence: sequence, script: script, desk: &desk))
  }

  /// Calls `on_tick` for the first tick.
  public mutating func run(
    _ picks: Span<Int32>, of ticks: Span<Tick>, numbers: Span<Int64>, script: Int,
    desk: inout Desk
  ) -> TickRun {
    desk.take(picks.extracting(first: 1), of: ticks, numbers: numbers)
    let place = Int(picks[0])
    return TickRun(
      count: 1,
      outcome: tick(ticks[place], sequence: numbers[place], script: script, desk: &desk))
  }
}
