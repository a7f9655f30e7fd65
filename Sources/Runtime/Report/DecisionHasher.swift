import Market
import Reporting
import Trading

/// Hashes decisions as they come: one hash a script, and one for the session.
///
/// ``DecisionScribe`` does the same with a thread of its own for the second half.
struct DecisionHasher {
  /// Finds the words.
  private(set) var dictionary: DecisionDictionary
  /// Hashes what has its words.
  private(set) var hashes: DecisionHashes

  init(strategyCount: Int) {
    dictionary = DecisionDictionary(strategyCount: strategyCount)
    hashes = DecisionHashes(strategyCount: strategyCount)
  }

  /// Takes a decision of a desk.
  mutating func add(_ decision: Decision, of place: Int, among desks: borrowing [Desk]) {
    let passing = EncodedWords()
    hashes.add(dictionary.entry(for: decision, of: place, among: desks, passing: passing))
    withExtendedLifetime(passing) {}
  }

  /// The hashes of the scripts and of the session.
  mutating func finalize() -> (strategies: [String], session: String) { hashes.finalize() }
}

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
      sequence: decision.sequence, time: decision.time, kind: Self.kind(of: decision.kind),
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

/// Finds the words of decisions; texts and symbols are encoded when they are first met.
struct DecisionDictionary {
  /// The encoded texts of one desk, by their numbers; those of a desk with very many are not kept.
  private struct Words {
    var texts: [EncodedWord] = []
    var symbols: [EncodedWord] = []
  }

  private static let keptTexts = Int32(TextPool.ownTexts)

  private var words: [Words]
  private let store = EncodedWords()

  init(strategyCount: Int) { words = Array(repeating: Words(), count: strategyCount) }

  /// The decision of a desk with its words, which live as long as this dictionary.
  ///
  /// - Parameters:
  ///   - decision: What was decided.
  ///   - place: The number of its desk.
  ///   - desks: All desks.
  ///   - passing: Keeps the words that the dictionary does not.
  /// - Returns: The decision, which needs no desk any more.
  mutating func entry(
    for decision: borrowing Decision, of place: Int, among desks: borrowing [Desk],
    passing: @autoclosure () -> EncodedWords
  ) -> DecisionEntry {
    let symbol = decision.instrument.position
    if Int(max(decision.reason, decision.tag)) >= words[place].texts.count
      || symbol >= words[place].symbols.count
    {
      learn(decision, place, desks)
    }
    return DecisionEntry(
      decision: copy decision, place: place, symbol: words[place].symbols[symbol],
      reason: word(decision.reason, place, desks, passing),
      tag: word(decision.tag, place, desks, passing))
  }

  private func word(
    _ text: TextPool.Index, _ place: Int, _ desks: borrowing [Desk],
    _ passing: () -> EncodedWords
  ) -> EncodedWord {
    guard text >= 0, text < Self.keptTexts else { return passing().keep(desks[place].texts[text]) }
    return words[place].texts[Int(text)]
  }

  /// Encodes the texts of a decision that were not met before.
  private mutating func learn(
    _ decision: borrowing Decision, _ place: Int, _ desks: borrowing [Desk]
  ) {
    let last = min(Int(max(decision.reason, decision.tag)), Int(Self.keptTexts) - 1)
    while words[place].texts.count <= last {
      let text = desks[place].texts[TextPool.Index(words[place].texts.count)]
      words[place].texts.append(store.keep(text))
    }
    while words[place].symbols.count <= decision.instrument.position {
      let id = InstrumentID(index: Int32(words[place].symbols.count))
      words[place].symbols.append(store.keep(desks[place].instrument(id).symbol))
    }
  }
}

/// A decision with its words, ready to be hashed; whoever keeps it keeps the words alive.
struct DecisionEntry {
  /// The decision.
  let decision: Decision
  /// The number of the desk.
  let place: Int
  /// The symbol.
  let symbol: EncodedWord
  /// Who asked, or why not.
  let reason: EncodedWord
  /// The asker's label.
  let tag: EncodedWord
}
