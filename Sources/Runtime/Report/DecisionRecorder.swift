import Market
import Money
import Reporting
import Trading

/// Hashes decisions as they come: one hash a script, and one for the session.
///
/// A line is put together from bytes: texts and symbols are encoded when they are first met.
struct DecisionRecorder {
  /// The encoded texts of one desk, by their numbers; those of a desk with very many are not kept.
  private struct Words {
    var texts: [[UInt8]] = []
    var symbols: [[UInt8]] = []
  }

  private static let keptTexts = Int32(TextPool.ownTexts)

  private var strategies: [DecisionHash]
  private var session = DecisionHash()
  private var words: [Words]

  init(strategyCount: Int) {
    strategies = Array(repeating: DecisionHash(), count: strategyCount)
    words = Array(repeating: Words(), count: strategyCount)
  }

  /// Takes a decision of a desk.
  mutating func add(_ decision: Decision, of place: Int, among desks: borrowing [Desk]) {
    learn(decision, place, desks)
    let facts = DecisionBytes(
      sequence: decision.sequence, kind: DecisionRecorder.kind(of: decision.kind),
      orderNumber: decision.number == 0 ? nil : Int64(decision.number), side: decision.side,
      quantity: decision.quantity, type: decision.type, price: decision.price,
      trigger: decision.trigger)
    let symbol = words[place].symbols[decision.instrument.position]
    let reason = encoded(decision.reason, place, desks)
    let tag = encoded(decision.tag, place, desks)
    if strategies.count > 1 {
      strategies[place].add(facts, symbol: symbol, reason: reason, tag: tag, andTo: &session)
    } else {
      strategies[place].add(facts, symbol: symbol, reason: reason, tag: tag)
    }
  }

  /// A text as it stands in a line.
  private func encoded(_ text: TextPool.Index, _ place: Int, _ desks: borrowing [Desk]) -> [UInt8] {
    guard text >= 0, text < Self.keptTexts else {
      return DecisionLine.encoded(desks[place].texts[text])
    }
    return words[place].texts[Int(text)]
  }

  /// Encodes the texts of a decision that were not met before.
  private mutating func learn(_ decision: Decision, _ place: Int, _ desks: borrowing [Desk]) {
    let last = min(Int(max(decision.reason, decision.tag)), Int(Self.keptTexts) - 1)
    while words[place].texts.count <= last {
      let text = desks[place].texts[TextPool.Index(words[place].texts.count)]
      words[place].texts.append(DecisionLine.encoded(text))
    }
    let symbol = decision.instrument.position
    while words[place].symbols.count <= symbol {
      let id = InstrumentID(index: Int32(words[place].symbols.count))
      words[place].symbols.append(DecisionLine.encoded(desks[place].instrument(id).symbol))
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
