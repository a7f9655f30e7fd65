/// What became of the connection to the feed; the word is what `on_connection` is given.
enum FeedState: String, Equatable, Sendable, CaseIterable {
  /// It is up, and every symbol is subscribed.
  case connected
  /// It is down; entries are denied until it is up again.
  case disconnected
  /// It is up, but nothing comes; entries are denied.
  case stale
  /// Ticks come again.
  case fresh
}
