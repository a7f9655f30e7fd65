import Fyers
import Market
import Money

/// Asks the broker's symbol master for the price steps and lots of a session's symbols.
struct InstrumentLookup: InstrumentSource, Sendable {
  private let account: FyersAccount?
  private let folder: String?
  private let say: @Sendable (String) -> Void

  /// A look-up.
  ///
  /// - Parameters:
  ///   - account: The account; nil for a session without a broker, of which nothing is known.
  ///   - folder: The data folder, in which the master is kept for a day; nil to keep nothing.
  ///   - say: Takes what went wrong, for people.
  init(
    _ account: FyersAccount?, folder: String?, say: @escaping @Sendable (String) -> Void
  ) {
    self.account = account
    self.folder = folder
    self.say = say
  }

  /// What is known of symbols; waits for the broker's answer.
  func facts(of symbols: [String]) -> InstrumentFacts {
    var facts = InstrumentFacts()
    guard let account, !symbols.isEmpty else { return facts }
    let (table, failures) = BlockingCall.run { await load(symbols, account) }
    for failure in failures { say(failure) }
    for symbol in symbols {
      if let record = table[symbol] {
        facts[symbol] = InstrumentFacts.Row(increment: record.increment, lot: record.lot)
      } else if !symbol.hasPrefix("SIM:") {
        say("\(symbol) is not in the symbol master: taken as of increment 0.000001 and lot 1")
      }
    }
    return facts
  }

  /// Loads segment after segment until every symbol is found.
  private func load(_ symbols: [String], _ account: FyersAccount) async -> (SymbolTable, [String]) {
    let master = SymbolMaster(folder: folder, client: account.client)
    var table = SymbolTable()
    var failures: [String] = []
    for segment in SymbolSegment.allCases {
      let isWanted = symbols.contains {
        table[$0] == nil && SymbolSegment.candidates(for: $0).contains(segment)
      }
      guard isWanted else { continue }
      do throws(FyersError) {
        let loaded = try await master.load(segment, into: &table, now: account.clock.now())
        if let reason = loaded.staleReason {
          failures.append("symbol master \(segment.rawValue) of \(loaded.date), because \(reason)")
        }
      } catch {
        // A segment a simulator has no instruments of is no failure.
        if !account.endpoints.isLoopback {
          failures.append("symbol master \(segment.rawValue): \(error)")
        }
      }
    }
    return (table, failures)
  }
}
