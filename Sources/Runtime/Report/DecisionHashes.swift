import Reporting
import Trading

/// The hashes of a session's decisions: one a script, and one for all.
struct DecisionHashes {
  private var strategies: [DecisionHash]
  private var session = DecisionHash()

  init(strategyCount: Int) {
    strategies = Array(repeating: DecisionHash(), count: strategyCount)
  }

  /// Takes the next decision.
  mutating func add(_ entry: borrowing DecisionEntry) {
    let decision = entry.decision
    let facts = DecisionBytes(
      sequence: decision.sequence, kind: Self.kind(of: decision.kind),
      orderNumber: decision.number == 0 ? nil : Int64(decision.number), side: decision.side,
      quantity: decision.quantity, type: decision.type, price: decision.price,
      trigger: decision.trigger)
    if strategies.count > 1 {
      strategies[entry.place].add(
        facts, symbol: entry.symbol, reason: entry.reason, tag: entry.tag, andTo: &session)
    } else {
      strategies[entry.place].add(
        facts, symbol: entry.symbol, reason: entry.reason, tag: entry.tag)
    }
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
