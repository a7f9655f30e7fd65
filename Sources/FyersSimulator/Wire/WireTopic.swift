import Market

/// What a data-socket topic asks for: its kind, and the instrument behind the rest of the name.
struct WireTopic: Equatable, Sendable {
  /// The first two letters of a topic's name.
  enum Kind: String, Sendable, CaseIterable {
    case symbol = "sf"
    case index = "if"
    case depth = "dp"

    /// How many positional values a record has (FYERS.md §7.5).
    var valueCount: Int {
      switch self {
      case .symbol: 21
      case .index: 8
      case .depth: 30
      }
    }
  }

  let kind: Kind
  /// The instrument's index.
  let instrument: Int
  /// The name as the client wrote it.
  let name: String

  /// The topic of a name; nil when it is malformed or its instrument is not listed.
  init?(parsing name: String, in catalogue: InstrumentCatalogue) {
    guard let bar = name.firstIndex(of: "|"), let kind = Kind(rawValue: String(name[..<bar])),
      let found = catalogue.instrument(
        ofTopic: String(name[name.index(after: bar)...]), isIndex: kind == .index)
    else { return nil }
    self.kind = kind
    instrument = found.id.position
    self.name = name
  }
}
