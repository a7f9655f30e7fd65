import Fyers
import Market

/// The symbol masters that the data folder keeps, for sessions that ask no broker.
final class KeptMasters: InstrumentSource {
  private let folder: String
  /// Whole segments, where symbols come one by one; nil where they are asked for once.
  private var segments: [SymbolSegment: InstrumentFacts]?

  /// The masters of a data folder.
  ///
  /// - Parameters:
  ///   - folder: The data folder.
  ///   - asksAgain: Whether symbols are asked for one by one, as they are traded by hand: a segment is
  ///     then read once and kept.
  init(folder: String, asksAgain: Bool) {
    self.folder = folder
    segments = asksAgain ? [:] : nil
  }

  /// What the newest master of each segment knows of symbols.
  func facts(of symbols: [String]) throws(Stop) -> InstrumentFacts {
    var facts = InstrumentFacts()
    for segment in SymbolSegment.allCases {
      let wanted = symbols.filter {
        facts[$0] == nil && SymbolSegment.candidates(for: $0).contains(segment)
      }
      if !wanted.isEmpty { facts.add(try read(segment, Set(wanted))) }
    }
    return facts
  }

  private func read(_ segment: SymbolSegment, _ wanted: Set<String>) throws(Stop) -> InstrumentFacts
  {
    if let facts = segments?[segment] { return facts }
    let takesAll = segments != nil
    var facts = InstrumentFacts()
    do throws(FyersError) {
      let records = try SymbolMaster.kept(segment, in: folder) {
        takesAll || wanted.contains($0.symbol)
      }
      for record in records { facts[record.symbol] = InstrumentFacts.Row(record) }
    } catch {
      throw BrokerAccess.stop(error)
    }
    segments?[segment] = facts
    return facts
  }
}

/// What a session without a broker asks: the recording it replays, then the data folder.
struct OfflineInstruments: InstrumentSource, Sendable {
  /// What the recording says; nothing without one.
  var recorded = InstrumentFacts()
  /// The data folder.
  var folder: String

  func facts(of symbols: [String]) throws(Stop) -> InstrumentFacts {
    var facts = recorded
    let missing = symbols.filter { recorded[$0] == nil }
    facts.add(try KeptMasters(folder: folder, asksAgain: false).facts(of: missing))
    return facts
  }
}
