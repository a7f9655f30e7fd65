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
    let entry = dictionary.entry(for: decision, of: place, among: desks, passing: passing)
    hashes.add(entry, dictionary.tables, passing)
  }

  /// Takes the decisions among effects, and gives their lines, each behind the number of its desk.
  mutating func add(_ effects: borrowing [Effect], among desks: borrowing [Desk]) -> [UInt8] {
    var lines: [UInt8] = []
    let passing = EncodedWords()
    for index in effects.indices {
      guard case .decision(let place, let decision) = effects[index] else { continue }
      let entry = dictionary.entry(for: decision, of: place, among: desks, passing: passing)
      hashes.add(entry, dictionary.tables, passing)
      let words = DecisionHashes.words(of: entry, dictionary.tables, passing)
      lines += Array("\(place) ".utf8)
      DecisionHashes.bytes(of: decision).append(
        symbol: words.symbol, reason: words.reason, tag: words.tag, to: &lines)
    }
    return lines
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

  /// Takes the next decision, whose words are found in a table of its desk's or among those that pass.
  @inline(__always)
  mutating func add(
    _ entry: borrowing DecisionEntry, _ tables: borrowing [WordTable], _ passing: EncodedWords
  ) {
    let place = Int(entry.place)
    let (symbol, reason, tag) = Self.words(of: entry, tables, passing)
    let facts = Self.bytes(of: entry.decision)
    if strategies.count > 1 {
      strategies[place].add(facts, symbol: symbol, reason: reason, tag: tag, andTo: &session)
    } else {
      strategies[place].add(facts, symbol: symbol, reason: reason, tag: tag)
    }
  }

  /// The words of a decision.
  @inline(__always)
  static func words(
    of entry: borrowing DecisionEntry, _ tables: borrowing [WordTable], _ passing: EncodedWords
  ) -> (symbol: EncodedWord, reason: EncodedWord, tag: EncodedWord) {
    let table = tables[Int(entry.place)]
    return (
      table.symbols[entry.decision.instrument.position], word(entry.reason, table, passing),
      word(entry.tag, table, passing)
    )
  }

  @inline(__always)
  private static func word(
    _ number: Int32, _ table: WordTable, _ passing: EncodedWords
  ) -> EncodedWord {
    number >= 0 ? table.texts[Int(number)] : passing[Int(~number)]
  }

  /// A decision, ready to be written.
  @inline(__always)
  static func bytes(of decision: Decision) -> DecisionBytes {
    DecisionBytes(
      sequence: decision.sequence, time: decision.time, kind: kind(of: decision.kind),
      orderNumber: decision.number == 0 ? nil : Int64(decision.number), side: decision.side,
      quantity: decision.quantity, type: decision.type, price: decision.price,
      trigger: decision.trigger)
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
