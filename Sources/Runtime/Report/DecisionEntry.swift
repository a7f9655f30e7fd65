import Reporting
import Trading

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
