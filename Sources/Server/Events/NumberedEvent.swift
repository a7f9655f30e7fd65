/// An event with its place in the session.
struct NumberedEvent: Sendable, Equatable {
  /// Its number, from 1; nil for quotes, which are a state and not a story.
  var id: Int64?
  /// What happened.
  var event: SessionEvent
}
