import Trading

extension SessionCore where Rules == ReplayRules {
  /// Lets calls of the next event fail as they did in the session.
  mutating func impose(_ lostCalls: [LostCall]) { engine.rules.impose(lostCalls) }
}
