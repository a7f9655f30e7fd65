import Market

/// Turns symbols into topics of the data socket: the broker's numbers, the index table, and whose
/// ticks they are.
struct TopicLookup {
  let client: FyersClient

  /// The most symbols asked one by one: each costs a call.
  private static let askedAloneMax = 20

  /// What a lookup came to.
  struct Found {
    /// The topics, each with its instrument.
    var topics: FeedTopics
    /// Symbols that are unknown to the broker or that the socket does not carry.
    var unknown: [String]
  }

  /// Asks the broker.
  ///
  /// The reply may spell a symbol in another way than it was asked; those left over are asked one by
  /// one, so that the answer can only be about one of them.
  func topics(
    of symbols: [(symbol: String, instrument: InstrumentID)]
  ) async throws(FyersError) -> Found {
    let reply = try await client.symbolTokens(symbols.map(\.symbol))
    let names = await indexNames(isNeeded: symbols.contains { $0.symbol.hasSuffix("-INDEX") })
    var entries: [String: SymbolTokens.Entry] = [:]
    for entry in reply.valid { entries[entry.symbol] = entry }
    let refused = Set(reply.invalid)
    var asksAlone = Self.askedAloneMax
    var taken: Set<String> = []
    var subscriptions: [FeedSubscription] = []
    var unknown: [String] = []
    for (symbol, instrument) in symbols {
      var entry = entries[symbol]
      if entry == nil, !refused.contains(symbol), !reply.valid.isEmpty, asksAlone > 0 {
        asksAlone -= 1
        let alone = try await client.symbolTokens([symbol]).valid
        entry = alone.count == 1 ? alone.first : nil
      }
      let topic = entry.flatMap { entry in
        FeedTopics(
          SymbolTokenReply(valid: [.init(symbol: entry.symbol, fyToken: entry.fyToken)]),
          dataType: .symbol, indexNames: names
        ).subscriptions.first?.topic
      }
      if let topic, taken.insert(topic).inserted {
        subscriptions.append(
          FeedSubscription(topic: topic, symbol: symbol, instrument: instrument))
      } else {
        unknown.append(symbol)
      }
    }
    return Found(topics: FeedTopics(subscriptions), unknown: unknown)
  }

  /// The broker's newest names of indices; those of the program when they cannot be had.
  private func indexNames(isNeeded: Bool) async -> FeedIndexNames {
    guard isNeeded else { return FeedIndexNames() }
    do throws(FyersError) {
      let names = try await client.indexNames()
      return FeedIndexNames(
        downloaded: Dictionary(
          names.map { ($0.symbol, $0.name) }, uniquingKeysWith: { first, _ in first }))
    } catch {
      return FeedIndexNames()
    }
  }
}
