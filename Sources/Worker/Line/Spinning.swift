import Glibc

/// How long each end watches the other before it sleeps, in nanoseconds.
///
/// Watching saves the few microseconds that waking costs, and burns a core meanwhile; with one
/// core it only delays the other end.
enum Spinning {
  private static let isWorthIt = sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1
  /// The engine's end: longer than most callbacks run.
  static let parent: Int64 = isWorthIt ? 30_000 : 0
  /// The worker's end: what lies between the ticks of a burst.
  static let child: Int64 = isWorthIt ? 30_000 : 0
}
