import Trading

/// What a rehearsal is told before its first tick gives it a time; it enters the engine with that tick.
enum EarlyEvent {
  /// The feed's connection changed.
  case connection(FeedState)
  /// A person said what is allowed.
  case command(OperatorCommand)
}
