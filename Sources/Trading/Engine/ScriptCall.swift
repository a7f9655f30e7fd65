public import Market

/// A callback other than `on_tick`, with the values it is given.
public enum ScriptCall: Sendable {
  /// `on_start(ctx)`.
  case start(mode: SessionMode, isResumed: Bool, openPositions: [InstrumentID])
  /// `on_fill(fill)`.
  case fill(Fill)
  /// `on_order(order)`, by its place in the desk's list.
  case order(index: Int)
  /// `on_position(pos, event)`.
  case position(PositionView, PositionChange)
  /// `on_bar(bar)`; delivered also to scripts without the callback, for their series.
  case bar(Bar)
  /// A timer's function.
  case timer(id: Int32)
  /// A rule of an open position; its answer is a ``RuleDecision``.
  case rule(name: String, arguments: [UInt8], position: PositionView, tick: Tick, sequence: Int64)
  /// `on_session(phase, symbols)`: a market phase begins for these of the script's symbols.
  case session(phase: SessionPhase, symbols: [InstrumentID])
  /// `on_connection(state)`.
  case connection(state: String)
  /// A new Indian date began: `state.day` is emptied. No callback of the script's.
  case newDay
  /// `on_error(err)`.
  case error(ScriptFailure)
  /// `on_stop(reason)`.
  case stop(reason: String)
}

extension ScriptCall {
  /// The callback's name, as failures show it.
  public var callback: String {
    switch self {
    case .start: "on_start"
    case .fill: "on_fill"
    case .order: "on_order"
    case .position: "on_position"
    case .bar: "on_bar"
    case .timer: "timer"
    case .rule(let name, _, _, _, _): "rule:\(name)"
    case .session: "on_session"
    case .connection: "on_connection"
    case .newDay: "new day"
    case .error: "on_error"
    case .stop: "on_stop"
    }
  }
}

/// What kind of session runs; the word scripts see as `ctx.mode`.
public enum SessionMode: String, Sendable {
  /// Recorded ticks.
  case replay
  /// Live ticks, simulated fills.
  case paper
  /// Live ticks, real orders.
  case live
}
