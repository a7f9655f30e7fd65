/// How a script takes its ticks.
package enum TickUsage: Equatable, Sendable {
  /// As one fresh object a tick.
  case object
  /// As plain values of these fields, because it reads nothing else of them.
  case positional([TickField])
}
