/// What a worker may take; the defaults are the product's.
package struct WorkerLimits: Sendable {
  /// Nanoseconds of wall clock a callback may take, questions included.
  package var callback: Int64 = 2_000_000_000
  /// Nanoseconds of wall clock a load, a binding, a restoring or `on_start` may take: a load may run
  /// twice, and each time for its 2 s of processor time.
  package var start: Int64 = 10_000_000_000
  /// Nanoseconds of wall clock a fresh process may take until it is locked in.
  package var process: Int64 = 20_000_000_000
  /// Questions of one callback.
  package var asks = 50_000
  /// Questions of a load or of `on_start`.
  package var startAsks = 1_000_000
  /// Lines of one second of event time: the script host's 200, and its notices.
  package var lines = 300
  /// Lines, plots and marks of one callback.
  package var outputs = 2_048

  /// The product's limits.
  package init() {}
}
