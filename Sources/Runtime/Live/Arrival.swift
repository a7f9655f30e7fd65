import Market

/// Something on its way to the engine thread; it gets its event time there.
enum Arrival: Sendable {
  /// A tick of the feed.
  case tick(ArrivedTick)
  /// The feed's connection changed.
  case connection(FeedState)
  /// A person asks for something and waits for the answer.
  case question(SessionQuestion)
  /// The session is to end.
  case stop(reason: String)
}

extension Arrival {
  /// Tells whoever waits for an answer that there will be none but this.
  func refuse() {
    if case .question(let question) = self { question.refuse() }
  }
}
