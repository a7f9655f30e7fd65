/// What a watcher is given at a time.
enum EventBatch: Sendable, Equatable {
  /// Events in their order, never none.
  case events([NumberedEvent])
  /// Nothing happened for a while; the line must be shown to be alive.
  case silence
  /// Events between the watcher's last one and now are gone: it must load the state anew.
  case gap
}
