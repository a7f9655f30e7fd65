/// What kind of session runs; the word scripts see as `ctx.mode`.
public enum SessionMode: String, Sendable {
  /// Recorded ticks.
  case replay
  /// Live ticks, simulated fills.
  case paper
  /// Live ticks, real orders.
  case live
}
