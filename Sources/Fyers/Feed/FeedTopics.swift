public import Market
import WireText

/// The topics of the data socket that symbols stand for.
public struct FeedTopics: Hashable, Sendable {
  /// Topics and the symbols they were asked for, in the reply's order.
  public let subscriptions: [FeedSubscription]
  /// Symbols FYERS does not know.
  public let invalidSymbols: [String]
  /// Whether depth was asked for an index.
  public let asksDepthOfIndex: Bool

  /// Topics that are known already.
  public init(_ subscriptions: [FeedSubscription]) {
    self.subscriptions = subscriptions
    invalidSymbols = []
    asksDepthOfIndex = false
  }

  /// The topics of symbols whose numbers the server has told.
  ///
  /// Symbols of unknown segments are skipped, as the official client does.
  public init(
    _ reply: SymbolTokenReply, dataType: FeedDataType, indexNames: FeedIndexNames = FeedIndexNames()
  ) {
    var subscriptions: [FeedSubscription] = []
    var positions: [String: Int] = [:]
    var asksDepthOfIndex = false
    for entry in reply.valid {
      guard let segment = Self.segments[String(entry.fyToken.prefix(4))] else { continue }
      let token = entry.fyToken.dropFirst(10)
      let topic: String
      switch (dataType, Self.isIndex(entry.symbol)) {
      case (.symbol, true): topic = "if|\(segment)|\(indexNames.name(of: entry.symbol))"
      case (.symbol, false): topic = "sf|\(segment)|\(token)"
      case (.depth, false): topic = "dp|\(segment)|\(token)"
      case (.depth, true):
        asksDepthOfIndex = true
        continue
      }
      let subscription = FeedSubscription(topic: topic, symbol: entry.symbol)
      if let position = positions[topic] {
        subscriptions[position] = subscription
      } else {
        positions[topic] = subscriptions.count
        subscriptions.append(subscription)
      }
    }
    self.subscriptions = subscriptions
    self.asksDepthOfIndex = asksDepthOfIndex
    invalidSymbols = reply.invalid
  }

  /// What is to be told the user.
  public var notices: [FeedNotice] {
    (invalidSymbols.isEmpty ? [] : [.invalidSymbols(invalidSymbols)])
      + (asksDepthOfIndex ? [.indexHasNoDepth] : [])
  }

  private static func isIndex(_ symbol: String) -> Bool { symbol.hasSuffix("-INDEX") }

  /// Names of segments by the first four digits of a number.
  private static let segments = [
    "1010": "nse_cm", "1011": "nse_fo", "1012": "cde_fo", "1020": "nse_com", "1120": "mcx_fo",
    "1210": "bse_cm", "1211": "bse_fo", "1212": "bcs_fo",
  ]
}

/// What a topic of the data socket was asked for.
public struct FeedSubscription: Hashable, Sendable {
  /// The name of the topic, such as `sf|nse_cm|3045`.
  public let topic: String
  /// The symbol the values are of.
  public let symbol: String
  /// The instrument the values are of; nil when the caller has no table of instruments.
  public let instrument: InstrumentID?

  /// A subscription.
  public init(topic: String, symbol: String, instrument: InstrumentID? = nil) {
    self.topic = topic
    self.symbol = symbol
    self.instrument = instrument
  }
}

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

/// The name of a topic as bytes: compared byte by byte and hashed as a whole.
struct FeedTopicName: Hashable, Sendable {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  init(_ text: String) { bytes = Array(text.utf8) }

  func hash(into hasher: inout Hasher) {
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}

/// What is asked for of a symbol on the data socket.
public enum FeedDataType: String, Sendable, CaseIterable {
  /// Quotes of instruments and values of indices.
  case symbol = "SymbolUpdate"
  /// Five levels of depth; indices have none.
  case depth = "DepthUpdate"
}

/// The reply of `POST /data/symbol-token`: the numbers behind symbols.
public struct SymbolTokenReply: Hashable, Sendable {
  /// A symbol, in the server's spelling, and its number.
  public struct Entry: Hashable, Sendable {
    /// The symbol.
    public let symbol: String
    /// The number: exchange, segment, expiry, exchange token.
    public let fyToken: String

    /// An entry.
    public init(symbol: String, fyToken: String) {
      self.symbol = symbol
      self.fyToken = fyToken
    }
  }

  /// The symbols FYERS knows, in the reply's order.
  public let valid: [Entry]
  /// The symbols it does not know.
  public let invalid: [String]

  /// A reply.
  public init(valid: [Entry], invalid: [String] = []) {
    self.valid = valid
    self.invalid = invalid
  }

  /// Reads a reply.
  ///
  /// - Parameter json: The body of the HTTP reply.
  /// - Throws: A notice of code -300 with the server's message, or with what is wrong with the body.
  public init(json: String) throws(FeedNotice) {
    // lint: allow swallow, because the notice below says what was expected
    guard let reply = try? BrokerJSON.message(json), reply.object?.members != nil else {
      throw .failed("sub", -300, "The reply of symbol-token is no JSON object")
    }
    guard reply["s"]?.string == "ok" else {
      throw .failed(
        "sub", -300, reply["message"]?.string ?? "symbol-token failed without a message")
    }
    valid = (reply["validSymbol"]?.object?.members ?? []).compactMap { member in
      member.value.text.map { Entry(symbol: member.key, fyToken: $0) }
    }
    invalid = (reply["invalidSymbol"]?.array ?? []).compactMap(\.string)
  }
}
