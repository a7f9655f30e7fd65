import Reporting
import Trading

/// Hashes decisions as they come: one hash a script, and one for the session.
struct DecisionRecorder {
  private var dictionary: DecisionDictionary
  private var hashes: DecisionHashes

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
