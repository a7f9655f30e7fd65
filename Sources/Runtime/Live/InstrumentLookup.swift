import Fyers
import Market

/// Asks the broker's symbol master of the day for the price steps and lots of a session's symbols.
struct InstrumentLookup: InstrumentSource, Sendable {
  private let account: FyersAccount
  private let folder: String?
  private let say: @Sendable (String) -> Void

  /// A look-up.
  ///
  /// - Parameters:
  ///   - account: The account.
  ///   - folder: The data folder, in which the master is kept for a day; nil to keep nothing.
  ///   - say: Takes what went wrong, for people.
  init(
    _ account: FyersAccount, folder: String?, say: @escaping @Sendable (String) -> Void
  ) {
    self.account = account
    self.folder = folder
    self.say = say
  }

  /// What is known of symbols; waits for the broker's answer.
  func facts(of symbols: [String]) -> InstrumentFacts {
    var facts = InstrumentFacts()
    guard !symbols.isEmpty else { return facts }
    let (table, failures) = BlockingCall.run { await load(symbols) }
    for failure in failures { say(failure) }
    for symbol in symbols { facts[symbol] = table[symbol].map(InstrumentFacts.Row.init) }
    return facts
  }

  /// Loads segment after segment until every symbol is found.
  private func load(_ symbols: [String]) async -> (SymbolTable, [String]) {
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
