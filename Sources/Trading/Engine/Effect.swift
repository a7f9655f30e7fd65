import Market
import Money

/// What the engine wants known or done, in order; the Runtime carries it out.
public enum Effect: Sendable {
  /// A decision of a desk.
  case decision(desk: Int, Decision)
  /// An execution, with the book after it.
  case filled(desk: Int, Fill, Ledger)
  /// A script failed at a tick.
  case scriptFailed(desk: Int, ScriptFailure, sequence: Int64)
  /// Something a person should know at once.
  case alert(desk: Int, String)
  /// What is allowed at a desk changed.
  case modeChanged(desk: Int, Desk.Mode)
}
