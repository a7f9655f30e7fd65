import Market

/// What leaves a desk: effects, and the decisions of a session that gathers them.
struct Outbox: Sendable {
  /// Decisions after which those gathered are handed on, so that they do not pile up.
  static let decisionsGathered = 64

  /// The desk's place among the session's scripts.
  let desk: Int
  /// What is to be carried out, in order.
  var effects: [Effect] = []
  /// Decisions of a session that gathers them; of any other they are among the effects.
  var decisions: [Decision] = []
  /// Whether decisions are gathered, and runs of ticks go on past what the script asks for.
  var gathersDecisions = false
  /// Whether fills are among the effects.
  var tellsFills = true

  init(desk: Int) { self.desk = desk }

  /// Whether so many decisions were gathered that they should be handed on.
  @inline(__always)
  var isFull: Bool { decisions.count >= Self.decisionsGathered }

  /// Whether anything waits.
  @inline(__always)
  var hasNews: Bool { !effects.isEmpty || !decisions.isEmpty }

  /// Takes a decision.
  @inline(__always)
  mutating func decide(_ decision: Decision) {
    if gathersDecisions {
      decisions.append(decision)
    } else {
      effects.append(.decision(desk: desk, decision))
    }
  }
}
