public import Market
public import Money

/// The whole state of one topic after a change.
///
/// Values that the server never sent are nil. Prices are exact fixed point; where a topic's scale
/// is finer than a millionth they are rounded half away from zero.
public struct FeedUpdate: Sendable {
  /// The topic's state after the record.
  package let state: FeedTopicState
  /// Whether the session asked for last prices only; then nothing else is up to date.
  public let mode: FeedMode
  /// Whether it came from a snapshot record.
  public let isSnapshot: Bool

  /// An update from a topic's state.
  package init(state: FeedTopicState, mode: FeedMode, isSnapshot: Bool) {
    self.state = state
    self.mode = mode
    self.isSnapshot = isSnapshot
  }

  /// What the topic carries.
  public var kind: FeedTopicKind { state.kind }
  /// The symbol the topic was subscribed for.
  public var symbol: String { state.symbol }
  /// The instrument the topic was subscribed for; nil when none was named.
  public var instrument: InstrumentID? { state.instrument }

  /// The last traded price.
  public var ltp: Price? { price(scrip: FeedSlot.Scrip.ltp, index: FeedSlot.Index.ltp) }
  /// The best bid of a scrip.
  public var bid: Price? { price(scrip: FeedSlot.Scrip.bid) }
  /// The best ask of a scrip.
  public var ask: Price? { price(scrip: FeedSlot.Scrip.ask) }
  /// The day's first price.
  public var open: Price? { price(scrip: FeedSlot.Scrip.open, index: FeedSlot.Index.open) }
  /// The day's highest price.
  public var high: Price? { price(scrip: FeedSlot.Scrip.high, index: FeedSlot.Index.high) }
  /// The day's lowest price.
  public var low: Price? { price(scrip: FeedSlot.Scrip.low, index: FeedSlot.Index.low) }
  /// The previous session's close.
  public var previousClose: Price? {
    price(scrip: FeedSlot.Scrip.previousClose, index: FeedSlot.Index.previousClose)
  }
  /// The day's average traded price of a scrip.
  public var averagePrice: Price? { price(scrip: FeedSlot.Scrip.averagePrice) }
  /// The year's highest price.
  public var yearHigh: Price? {
    price(scrip: FeedSlot.Scrip.yearHigh, index: FeedSlot.Index.yearHigh)
  }
  /// The year's lowest price.
  public var yearLow: Price? {
    price(scrip: FeedSlot.Scrip.yearLow, index: FeedSlot.Index.yearLow)
  }
  /// The lowest price the exchange accepts today.
  public var lowerCircuit: Price? { price(scrip: FeedSlot.Scrip.lowerCircuit) }
  /// The highest price the exchange accepts today.
  public var upperCircuit: Price? { price(scrip: FeedSlot.Scrip.upperCircuit) }

  /// Units traded today; the wire's 32 bits are read as unsigned, so it wraps only above 2³².
  public var volume: Int64? {
    guard kind == .scrip, let raw = state[FeedSlot.Scrip.volume] else { return nil }
    return Int64(UInt32(bitPattern: raw))
  }
  /// Units of the last trade.
  public var lastQuantity: Int64? { quantity(scrip: FeedSlot.Scrip.lastQuantity) }
  /// Units at the best bid.
  public var bidQuantity: Int64? { quantity(scrip: FeedSlot.Scrip.bidQuantity) }
  /// Units at the best ask.
  public var askQuantity: Int64? { quantity(scrip: FeedSlot.Scrip.askQuantity) }
  /// Units on the buying side of the whole book.
  public var totalBuyQuantity: Int64? { quantity(scrip: FeedSlot.Scrip.totalBuyQuantity) }
  /// Units on the selling side of the whole book.
  public var totalSellQuantity: Int64? { quantity(scrip: FeedSlot.Scrip.totalSellQuantity) }
  /// Open interest in units.
  public var openInterest: Int64? { quantity(scrip: FeedSlot.Scrip.openInterest) }

  /// When the exchange sent it, to the second.
  public var exchangeTime: EventTime? {
    switch kind {
    case .scrip: time(FeedSlot.Scrip.feedTime) ?? time(FeedSlot.Scrip.lastTradedTime)
    case .index: time(FeedSlot.Index.feedTime)
    case .depth: nil
    }
  }

  /// When the last trade happened, to the second.
  public var lastTradedTime: EventTime? {
    kind == .scrip ? time(FeedSlot.Scrip.lastTradedTime) : nil
  }

  private func price(scrip: Int, index: Int? = nil) -> Price? {
    switch kind {
    case .scrip: price(at: scrip)
    case .index: index.flatMap { price(at: $0) }
    case .depth: nil
    }
  }

  /// The exact price in a slot; nil when the server never sent one.
  @inline(__always)
  package func price(at slot: Int) -> Price? {
    guard let raw = state[slot], let scale = state.scale else { return nil }
    return scale.price(raw)
  }

  private func quantity(scrip slot: Int) -> Int64? {
    guard kind == .scrip else { return nil }
    return state[slot].map(Int64.init)
  }

  private func time(_ slot: Int) -> EventTime? {
    guard let seconds = state[slot], seconds > 0 else { return nil }
    return EventTime(nanoseconds: Int64(seconds) * EventTime.nanosecondsPerSecond)
  }
}

extension FeedUpdate {
  /// One price of a book: what waits there.
  public struct Level: Hashable, Sendable {
    /// The price.
    public let price: Price
    /// Units waiting; 0 when not told.
    public let quantity: Int64
    /// Orders waiting; 0 when not told.
    public let orders: Int64

    /// A level.
    public init(price: Price, quantity: Int64, orders: Int64) {
      self.price = price
      self.quantity = quantity
      self.orders = orders
    }
  }

  /// The buying side of a depth topic, best first, at most five; levels without a price are left
  /// out.
  public var bids: [Level] {
    levels(
      price: FeedSlot.Depth.bidPrice, quantity: FeedSlot.Depth.bidQuantity,
      orders: FeedSlot.Depth.bidOrders)
  }

  /// The selling side of a depth topic, best first, at most five; levels without a price are left
  /// out.
  public var asks: [Level] {
    levels(
      price: FeedSlot.Depth.askPrice, quantity: FeedSlot.Depth.askQuantity,
      orders: FeedSlot.Depth.askOrders)
  }

  private func levels(price: Int, quantity: Int, orders: Int) -> [Level] {
    guard kind == .depth else { return [] }
    return (0..<FeedSlot.Depth.levels).compactMap { level in
      guard let value = self.price(at: price + level), value.micros > 0 else { return nil }
      return Level(
        price: value, quantity: Int64(state[quantity + level] ?? 0),
        orders: Int64(state[orders + level] ?? 0))
    }
  }
}
