import Market
import Reporting
import Trading

/// Finds the words of decisions; texts and symbols are encoded when they are first met.
///
/// Who decides only asks whether the words of a decision are known. Who writes its line looks them up, perhaps
/// on another thread, in the tables as they were when it was handed over: what a table has it keeps.
final class DecisionDictionary {
  private static let keptTexts = Int32(TextPool.ownTexts)

  /// By desk; of a desk with very many texts the later ones are not kept.
  @exclusivity(unchecked) private(set) var tables: [WordTable]
  private let store = EncodedWords()
  /// Tables that were outgrown; somebody may still read in them.
  private var outgrown: [WordList] = []

  /// A dictionary for so many desks, which knows nothing yet.
  init(strategyCount: Int) { tables = Array(repeating: WordTable(), count: strategyCount) }

  deinit {
    for table in tables {
      table.texts.free()
      table.symbols.free()
    }
    for list in outgrown { list.free() }
  }

  /// The decision of a desk with the numbers of its words.
  ///
  /// - Parameters:
  ///   - decision: What was decided.
  ///   - place: The number of its desk.
  ///   - desks: All desks.
  ///   - passing: Keeps the words that the dictionary does not.
  /// - Returns: The decision, which needs no desk any more.
  @inline(__always)
  func entry(
    for decision: borrowing Decision, of place: Int, among desks: borrowing [Desk],
    passing: EncodedWords
  ) -> DecisionEntry {
    guard tables[place].knows(decision) else {
      return unknownEntry(for: decision, of: place, among: desks, passing: passing)
    }
    return DecisionEntry(
      decision: copy decision, place: Int32(truncatingIfNeeded: place), reason: decision.reason,
      tag: decision.tag)
  }

  /// The same where a word is met for the first time, or not kept.
  @inline(never)
  private func unknownEntry(
    for decision: borrowing Decision, of place: Int, among desks: borrowing [Desk],
    passing: EncodedWords
  ) -> DecisionEntry {
    let pool = desks[place].texts
    let last = min(max(decision.reason, decision.tag), Self.keptTexts - 1)
    while tables[place].texts.count <= last {
      let text = pool[TextPool.Index(tables[place].texts.count)]
      add(store.keep(text), to: &tables[place].texts)
    }
    while tables[place].symbols.count <= decision.instrument.position {
      let id = InstrumentID(index: Int32(tables[place].symbols.count))
      add(store.keep(desks[place].instrument(id).symbol), to: &tables[place].symbols)
    }
    return DecisionEntry(
      decision: copy decision, place: Int32(truncatingIfNeeded: place),
      reason: number(of: decision.reason, pool, passing),
      tag: number(of: decision.tag, pool, passing))
  }

  private func number(
    of text: TextPool.Index, _ pool: borrowing TextPool, _ passing: EncodedWords
  ) -> Int32 {
    if text >= 0, text < Self.keptTexts { return text }
    _ = passing.keep(pool[text])
    return ~Int32(truncatingIfNeeded: passing.count - 1)
  }

  private func add(_ word: EncodedWord, to list: inout WordList) {
    if let old = list.append(word) { outgrown.append(old) }
  }
}

/// The words of one desk: of its texts by their numbers, and of its symbols.
struct WordTable {
  fileprivate(set) var texts = WordList()
  fileprivate(set) var symbols = WordList()

  /// Whether all words of a decision are here; numbers below 0 are of texts that are not kept.
  @inline(__always)
  func knows(_ decision: borrowing Decision) -> Bool {
    let (reason, tag) = (decision.reason, decision.tag)
    let symbol = decision.instrument.position
    return UInt32(bitPattern: reason) < texts.count && UInt32(bitPattern: tag) < texts.count
      && symbol < symbols.count
  }
}

/// Words one after the other.
///
/// A copy stays as it is while further words are added to the original, whoever reads in it meanwhile.
struct WordList {
  /// How many there are.
  private(set) var count = 0
  private var room = 0
  private var words: UnsafeMutablePointer<EncodedWord>?

  /// A word by its number.
  @inline(__always)
  subscript(number: Int) -> EncodedWord {
    guard number < count, let words else { preconditionFailure("a word that is known") }
    return words[number]
  }

  /// Adds a word; where that takes other memory, what has the old one is given.
  fileprivate mutating func append(_ word: EncodedWord) -> WordList? {
    var old: WordList?
    if count == room {
      let larger = UnsafeMutablePointer<EncodedWord>.allocate(capacity: max(64, room * 2))
      if let words {
        larger.initialize(from: words, count: count)
        old = self
      }
      words = larger
      room = max(64, room * 2)
    }
    words?.advanced(by: count).initialize(to: word)
    count += 1
    return old
  }

  fileprivate func free() { words?.deallocate() }
}

/// A decision that needs no desk any more, with the numbers of its words.
struct DecisionEntry {
  /// The decision.
  let decision: Decision
  /// The number of the desk.
  let place: Int32
  /// Who asked, or why not; below 0: the complement of a place among the words that pass.
  let reason: Int32
  /// The asker's label, likewise.
  let tag: Int32
  /// Fills the last word: the tail of a copy would overlap otherwise, and whoever reads it wait.
  private let filler: Int32 = 0
}
