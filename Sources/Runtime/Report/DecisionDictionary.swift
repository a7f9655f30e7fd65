import Market
import Reporting
import Trading

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
