import Market
import Money
import Reporting
import Trading

/// Hashes decisions as they come: one hash a script, and one for the session.
struct DecisionRecorder {
  private var strategies: [DecisionHash]
  private var session = DecisionHash()

  init(strategyCount: Int) {
    strategies = Array(repeating: DecisionHash(), count: strategyCount)
  }

  /// Takes a decision of a desk.
  mutating func add(_ decision: Decision, of desk: Desk, at place: Int) {
    let line = DecisionLine(
      sequence: decision.sequence, kind: DecisionRecorder.kind(of: decision.kind),
      orderNumber: decision.number == 0 ? nil : Int64(decision.number),
      side: decision.side,
      symbol: desk.instrument(decision.instrument).symbol, quantity: decision.quantity,
      type: decision.type?.text, price: decision.price, trigger: decision.trigger,
      reason: desk.texts[decision.reason], tag: desk.texts[decision.tag])
    strategies[place].add(line)
    if strategies.count > 1 { session.add(line) }
  }

  private static func kind(of kind: Decision.Kind) -> DecisionKind {
    switch kind {
    case .request: .request
    case .denial: .denial
    case .fill: .fill
    case .cancel: .cancel
    case .failure: .failure
    case .stopLevel: .stop
    case .targetLevel: .target
    }
  }

  /// The hashes of the scripts and of the session.
  mutating func finalize() -> (strategies: [String], session: String) {
    var hashes: [String] = []
    for place in strategies.indices { hashes.append(strategies[place].finalize()) }
    return (hashes, hashes.count == 1 ? hashes[0] : session.finalize())
  }
}
