/// How a session got its ticks and where its orders went.
public enum SessionMode: String, Sendable {
  /// Recorded ticks, simulated fills.
  case replay
  /// A live feed, simulated fills.
  case paper
  /// A live feed, real orders.
  case live
}
