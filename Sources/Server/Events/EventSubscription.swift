/// One watch of a session's events; it ends when it is told to, or when the hub cuts it off.
struct EventSubscription: Sendable {
  private let hub: EventHub
  private let id: Int

  /// A watch of the hub.
  init(hub: EventHub, id: Int) {
    self.hub = hub
    self.id = id
  }

  /// Whether it goes on.
  var isOpen: Bool { hub.isOpen(id) }

  /// The next batch, when there is one; nil at the end.
  ///
  /// For one task at a time.
  func next() async -> EventBatch? { await hub.next(of: id) }

  /// Ends it.
  func end() { hub.end(id) }
}
