import Synchronization

/// Tells the first of several signals from the rest.
final class SignalCount: Sendable {
  private let hasCome = Atomic(false)

  /// None yet.
  init() {}

  /// Whether this is the first.
  func isFirst() -> Bool { !hasCome.exchange(true, ordering: .relaxed) }
}
