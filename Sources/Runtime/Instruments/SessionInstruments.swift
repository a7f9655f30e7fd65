import Market
import Money

/// What is known of a session's instruments, each fact from the first that says it: the command line,
/// the symbol master named there, then whoever the session asks (a recording, the broker, the data
/// folder).
struct SessionInstruments {
  private let increments: [String: Price]
  private let lots: [String: Int64]
  private let master: MasterFile?
  private let source: any InstrumentSource
  private var known: InstrumentFacts
  /// The symbols of the session, each once, in the order they came.
  private var symbols: [String] = []
  /// Why something could not be asked; nil when all could.
  private var trouble: String?

  /// The instruments of a session.
  ///
  /// - Parameters:
  ///   - terms: What the command line says.
  ///   - symbols: The symbols its scripts declare; none for trades by hand alone, whose symbols come
  ///     later.
  ///   - disk: Has the master file.
  ///   - source: Knows the rest.
  /// - Throws: ``Stop``: 74 when a file cannot be read, 65 when it is malformed.
  init(
    _ terms: SessionTerms, of symbols: [String], on disk: any SessionDisk,
    asking source: any InstrumentSource
  ) throws(Stop) {
    increments = terms.increments
    lots = terms.lots
    self.source = source
    var master: MasterFile?
    if let path = terms.masterPath {
      master = try MasterFile(path, of: symbols.isEmpty ? nil : symbols, on: disk)
    }
    self.master = master
    known = try source.facts(of: symbols.filter { master?.facts[$0] == nil })
    for symbol in symbols { note(symbol) }
  }

  /// What holds for a symbol: where nothing is known, the finest increment and lot one.
  func row(of symbol: String) -> InstrumentFacts.Row {
    let facts = facts(of: symbol)
    return InstrumentFacts.Row(
      increment: increments[symbol] ?? facts?.increment ?? Instrument.finestIncrement,
      lot: lots[symbol] ?? facts?.lot ?? 1, freeze: facts?.freeze)
  }

  /// Takes a symbol that nobody declared, and asks what is known of it.
  mutating func add(_ symbol: String) {
    note(symbol)
    guard facts(of: symbol) == nil else { return }
    do throws(Stop) {
      known.add(try source.facts(of: [symbol]))
    } catch {
      // A session that runs does not end because a file of the data folder cannot be read.
      trouble = error.message
    }
  }

  private mutating func note(_ symbol: String) {
    if !symbols.contains(symbol) { symbols.append(symbol) }
  }

  private func facts(of symbol: String) -> InstrumentFacts.Row? {
    master?.facts[symbol] ?? known[symbol]
  }

  /// What a person should know: symbols of exchanges of which nothing is known, or which the given
  /// master does not have.
  var warnings: [String] {
    let listed = symbols.filter { ListedSymbol(parsing: $0) != nil }
    var warnings: [String] = []
    if let master {
      let absent = listed.filter { master.facts[$0] == nil }
      if !absent.isEmpty {
        warnings.append("\(master.path) does not have \(absent.joined(separator: ", "))")
      }
    }
    let unknown = listed.filter { facts(of: $0) == nil }
    let assumed: [(String, (String) -> Bool)] = [
      (
        "increment \(Instrument.finestIncrement) and lot 1 were assumed",
        { increments[$0] == nil && lots[$0] == nil }
      ),
      (
        "increment \(Instrument.finestIncrement) was assumed",
        { increments[$0] == nil && lots[$0] != nil }
      ),
      ("lot 1 was assumed", { increments[$0] != nil && lots[$0] == nil }),
    ]
    for (what, concerns) in assumed {
      let names = unknown.filter(concerns)
      guard !names.isEmpty else { continue }
      warnings.append(
        "nothing is known of \(names.joined(separator: ", ")): \(what); "
          + "give --instruments FILE, or --increment and --lot")
    }
    if let trouble { warnings.append(trouble) }
    return warnings
  }
}
