/// How much the data socket is asked to send.
public enum FeedMode: String, Sendable, CaseIterable {
  /// Every field of a topic.
  case full
  /// The last traded price only.
  case lite
}
