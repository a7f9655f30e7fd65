/// What a data-socket topic carries; the first two characters of its name.
public enum FeedTopicKind: UInt8, Sendable, CaseIterable {
  /// `sf`: quotes of an instrument that trades.
  case scrip
  /// `if`: values of an index.
  case index
  /// `dp`: five levels of market depth.
  case depth

  /// The prefix of topic names, which is also the `type` of emitted messages.
  public var code: String {
    switch self {
    case .scrip: "sf"
    case .index: "if"
    case .depth: "dp"
    }
  }

  /// The kind of a topic name given as bytes; nil when the prefix is none of the three.
  @inline(__always)
  package init?(topicName name: some RandomAccessCollection<UInt8>) {
    guard name.count >= 2, let first = name.first else { return nil }
    switch (first, name[name.index(after: name.startIndex)]) {
    case (UInt8(ascii: "s"), UInt8(ascii: "f")): self = .scrip
    case (UInt8(ascii: "i"), UInt8(ascii: "f")): self = .index
    case (UInt8(ascii: "d"), UInt8(ascii: "p")): self = .depth
    default: return nil
    }
  }

  /// How many values a record of this kind carries: 21, 8 or 30; further ones have no meaning.
  package var slotCount: Int {
    switch self {
    case .scrip: 21
    case .index: 8
    case .depth: 30
    }
  }
}
