public import Market

/// FYERS' live ticks of a list of symbols, by the binary data socket or the guide's JSON quote
/// socket.
///
/// It looks the symbols up, connects, and stays connected until it is stopped: after a reconnect
/// everything is subscribed again, and a feed without data while markets are open is taken for dead.
/// Ticks are delivered on the connection's event loop, in order.
public actor FyersFeed: MarketFeed {
  /// Which socket.
  public enum Kind: String, Sendable, CaseIterable {
    /// The binary data socket.
    case data = "fyers"
    /// The JSON quote socket.
    case json = "fyers-json"
  }

  /// Takes ticks; it must not block for long.
  public typealias Delivery = @Sendable (FeedBatch) -> Void
  /// Takes what happens; it must not block.
  public typealias Listener = @Sendable (MarketFeedNotice) -> Void

  private let kind: Kind
  private let account: FyersAccount
  private let symbols: [(symbol: String, instrument: InstrumentID)]
  private let user: String?
  private let calendar: TradingCalendar
  private let timings: SocketTimings
  private let seed: UInt64
  private let deliver: Delivery
  private let notify: Listener
  private var driver: (any SocketControl)?
  private var running: Task<Void, Never>?
  private var isStopped = false
  private var isChecking = false
  private var unknown: UnknownSymbols

  /// A feed that is not started.
  ///
  /// - Parameters:
  ///   - kind: Which socket.
  ///   - account: The account; it outlives the feed.
  ///   - symbols: The symbols and whose ticks they are.
  ///   - user: The user's id, for the JSON quote socket; nil for the one the token names.
  ///   - calendar: When markets are open; with a simulator they always are.
  ///   - timings: The waits.
  ///   - seed: The seed of the scatter of waits.
  ///   - deliver: Takes ticks.
  ///   - notify: Takes what happens.
  public init(
    kind: Kind, account: FyersAccount, symbols: [(symbol: String, instrument: InstrumentID)],
    user: String? = nil, calendar: TradingCalendar = .standard,
    timings: SocketTimings = SocketTimings(), seed: UInt64,
    deliver: @escaping Delivery, notify: @escaping Listener
  ) {
    self.kind = kind
    self.account = account
    self.symbols = symbols
    self.user = user
    self.calendar = calendar
    self.timings = timings
    self.seed = seed
    self.deliver = deliver
    self.notify = notify
    unknown = UnknownSymbols(timings, seed: seed &+ 1)
  }

  /// Begins to look up and to connect; returns at once.
  public func start() {
    guard running == nil, !isStopped else { return }
    running = Task { await self.run() }
  }

  /// Closes the connection for good.
  public func stop() async {
    isStopped = true
    running?.cancel()
    if let driver {
      await driver.stop()
    } else {
      notify(.connection(.closed))
    }
    driver = nil
  }

  private func run() async {
    guard let driver = await connectable(), !isStopped else { return }
    self.driver = driver
    await driver.start()
    while !isStopped {
      let time = account.clock.timeOfDay()
      let isActive =
        account.endpoints.isLoopback || symbols.contains { calendar.isOpen($0.symbol, at: time) }
      await driver.setMarketActive(isActive)
      await askAgain()
      guard await pause(nanoseconds: EventTime.nanosecondsPerSecond) else { return }
    }
  }

  /// Waits; false when the feed was stopped meanwhile.
  private func pause(nanoseconds: Int64) async -> Bool {
    let time = account.clock.now().advanced(byNanoseconds: nanoseconds)
    do throws(CancellationError) {
      try await account.clock.sleep(until: time)
    } catch {
      return false
    }
    return !isStopped
  }
}

extension FyersFeed {
  /// The socket, ready to start; nil when the feed was stopped, or cannot be.
  private func connectable() async -> (any SocketControl)? {
    do throws(SocketFailure) {
      switch kind {
      case .json: return try quoteSocket()
      case .data:
        guard let topics = await lookedUp() else { return nil }
        return try dataSocket(topics)
      }
    } catch {
      notify(.fault(error.description))
      return nil
    }
  }

  /// The topics, asked for until there is an answer that knows one of them at least.
  private func lookedUp() async -> FeedTopics? {
    var jitter = Jitter(seed: seed &+ 1)
    var wait = max(timings.retry / 10, 1)
    while !isStopped {
      let scattered = jitter.scattered(wait)
      do throws(FyersError) {
        let found = try await TopicLookup(client: account.client).topics(of: symbols)
        note(unknown: found.unknown)
        guard found.topics.subscriptions.isEmpty else { return found.topics }
      } catch {
        notify(.lookupFailed(error, retryNanoseconds: scattered))
      }
      guard await pause(nanoseconds: scattered) else { return nil }
      wait = min(max(wait * 2, timings.retry), timings.longest)
      guard await hasToken() else { return nil }
    }
    return nil
  }

  /// Asks for the symbols that were unknown, when it is time to.
  private func askAgain() async {
    guard account.tokens.borrow() != nil else { return }
    let asked = symbols.filter { unknown.names.contains($0.symbol) }
    guard !asked.isEmpty, unknown.isDue(at: account.clock.now()) else { return }
    switch driver {
    case let quotes as SocketDriver<QuoteSocketFeed>:
      await quotes.update { $0.asking(for: asked.map(\.symbol)) }
    case let data as SocketDriver<DataSocketFeed>:
      do throws(FyersError) {
        let found = try await TopicLookup(client: account.client).topics(of: asked)
        // A topic that is subscribed already belongs to another symbol.
        let added = found.topics.subscriptions.filter { unknown.taken.insert($0.topic).inserted }
        let names = Set(added.map(\.symbol))
        await data.update { $0.add(added) }
        note(unknown: asked.map(\.symbol).filter { !names.contains($0) })
      } catch {
        notify(.lookupFailed(error, retryNanoseconds: unknown.wait))
      }
    default: break
    }
  }

  /// Takes note of which symbols the broker does not know, and tells it when that has changed.
  private func note(unknown names: [String]) {
    guard unknown.take(names, at: account.clock.now()) else { return }
    notify(.unknownSymbols(names))
  }

  /// The server of quotes has answered a subscription.
  private func note(_ symbol: String, isKnown: Bool) {
    let names = symbols.map(\.symbol).filter { name in
      name == symbol ? !isKnown : unknown.names.contains(name)
    }
    note(unknown: names)
  }

  /// Waits for a token when there is none; false when the feed was stopped meanwhile.
  private func hasToken() async -> Bool {
    guard account.tokens.borrow() == nil else { return true }
    notify(.connection(.waitingForToken))
    while account.tokens.borrow() == nil {
      guard await pause(nanoseconds: EventTime.nanosecondsPerSecond) else { return false }
    }
    return true
  }

  private func dataSocket(_ topics: FeedTopics) throws(SocketFailure) -> (any SocketControl)? {
    let feed: DataSocketFeed
    do throws(FeedRequestError) {
      feed = try DataSocketFeed(topics: topics)
    } catch {
      notify(.fault(error.description))
      return nil
    }
    unknown.taken = Set(topics.subscriptions.map(\.topic))
    let address = account.endpoints.dataSocket
    return try driver(of: feed, at: address) { [deliver, notify] outputs in
      FeedBatch.gather(outputs, deliver: deliver) { output in
        if case .ticks(let ticks) = output { ticks } else { nil }
      } tell: { output in
        switch output {
        case .ticks: break
        case .server(let notice): notify(.server(Redactor.cleaned(notice.description)))
        case .fault(let fault): notify(.fault(Redactor.cleaned(fault.description)))
        }
      }
    }
  }

  private func quoteSocket() throws(SocketFailure) -> any SocketControl {
    let feed = QuoteSocketFeed(symbols: symbols, user: user)
    let address = account.endpoints.quoteSocket
    return try driver(of: feed, at: address) { [weak self, deliver, notify] outputs in
      FeedBatch.gather(outputs, deliver: deliver) { output in
        if case .tick(let tick) = output { [tick] } else { nil }
      } tell: { output in
        switch output {
        case .tick: break
        case .problem(let text): notify(.server(text))
        case .answered(let symbol, let isKnown):
          if let self { Task { await self.note(symbol, isKnown: isKnown) } }
        }
      }
    }
  }

  private func driver<Feed: FeedProtocol>(
    of feed: Feed, at address: SocketEndpoint, deliver: @escaping SocketDriver<Feed>.Delivery
  ) throws(SocketFailure) -> SocketDriver<Feed> {
    try SocketDriver(
      feed: feed, address: address, tokens: account.tokens, clock: account.clock,
      timings: timings, seed: seed, deliver: deliver
    ) { [weak self, notify] notice in
      notify(.connection(notice))
      guard let self else { return }
      switch notice {
      case .tokenDoubtful: Task { await self.checkToken() }
      case .up: Task { await self.askSoon() }
      default: break
      }
    }
  }

  /// Whoever was away may know more symbols now.
  private func askSoon() { unknown.askNow() }

  /// Makes a call: when the broker refuses the token, the call's reply says so to everybody.
  private func checkToken() async {
    guard !isChecking, !isStopped else { return }
    isChecking = true
    defer { isChecking = false }
    do throws(FyersError) {
      _ = try await account.client.profile()
    } catch {
      notify(.server(error.description))
    }
  }
}

/// A live feed of market data that keeps itself up until it is stopped.
public protocol MarketFeed: Sendable {
  /// Begins to connect; returns at once.
  func start() async
  /// Says goodbye and ends for good.
  func stop() async
}

/// What the owner of a live feed is told.
public enum MarketFeedNotice: Sendable, Equatable, CustomStringConvertible {
  /// The connection changed.
  case connection(SocketNotice)
  /// What the symbols are called on the socket could not be asked; the next attempt comes after the
  /// wait.
  case lookupFailed(FyersError, retryNanoseconds: Int64)
  /// These symbols are unknown to the broker, or not carried by the socket, from now on, and are asked for
  /// again; the others go on. None: all are known.
  case unknownSymbols([String])
  /// The server reports an error.
  case server(String)
  /// A message could not be read, in part or as a whole.
  case fault(String)

  /// The sentence shown to people.
  public var description: String {
    switch self {
    case .connection(let notice): "feed: \(notice.description)"
    case .lookupFailed(let error, let wait):
      "feed: cannot look the symbols up (\(error)); again in \(SocketNotice.seconds(wait)) s"
    case .unknownSymbols([]): "feed: every symbol is known"
    case .unknownSymbols(let symbols):
      "feed: unknown symbols: \(symbols.map(Redactor.cleaned).joined(separator: ", ")); "
        + "they are asked for again"
    case .server(let text): "feed: \(text)"
    case .fault(let text): "feed: \(text)"
    }
  }
}
