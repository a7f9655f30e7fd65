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
