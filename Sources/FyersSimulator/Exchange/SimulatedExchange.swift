import Market
import Money
import Recording

/// The simulated broker and exchange: everything but the sockets themselves.
///
/// Time comes in as arguments, messages and replies go out as values. Not thread-safe: it belongs to
/// the server's event loop.
final class SimulatedExchange {
  /// The clients of the sockets that have no hub.
  struct Peers {
    var orders: [OrderPeer] = []
    var quotes: [QuotePeer] = []
    var depths: [DepthPeer] = []
  }

  /// What it was started with.
  let options: SimulatorOptions
  /// All instruments.
  let catalogue: InstrumentCatalogue
  /// The topics of the data socket.
  let hub: DataHub
  /// The account's client id.
  static let clientID = "XX00000"
  /// Bytes that may wait for one client of any socket.
  static let waitingMax = 4 << 20

  /// Quotes and candles.
  var market: SimulatedMarket
  /// Orders, trades, positions and money.
  var account: SimulatedAccount
  /// Who may come in.
  var tokens: TokenIssuer
  /// What goes wrong.
  var faults: FaultPlan
  /// What the sockets' side has to do.
  var actions: [ServerAction] = []
  /// Whether somebody has asked for data: a play at full speed waits for that.
  var hasAudience = false
  /// Clients of the other sockets.
  private(set) var peers = Peers()

  /// Nanoseconds of closed hours that were passed over so far.
  private var skipped: Int64 = 0
  private let playback: Playback
  private let pushText: OrderPushText
  private var limiters: [String: CallLimiter] = [:]
  private var heldPush: (list: String, message: [UInt8])?

  /// Opens the market of a recording.
  ///
  /// - Parameters:
  ///   - options: What is asked for.
  ///   - wall: The wall clock.
  /// - Throws: What is wrong with the recording.
  init(_ options: SimulatorOptions, wall: EventTime) throws(RecordingError) {
    let registry = SymbolRegistry()
    let scan = try RecordingScan(
      reading: TickReader(files: options.files, options: options.reading(), registry: registry))
    guard scan.tickCount > 0 else {
      throw RecordingError(
        .content, file: options.files.joined(separator: ", "), expected: "at least one tick",
        found: "none")
    }
    let playback = try Playback(options, registry: registry, scan: scan, wall: wall)
    let catalogue = InstrumentCatalogue(scan: scan, table: registry.table)
    self.options = options
    self.catalogue = catalogue
    self.playback = playback
    hub = DataHub(catalogue: catalogue)
    market = SimulatedMarket(scan: scan, catalogue: catalogue) { playback.simulated($0) }
    account = SimulatedAccount(cash: options.cash, seed: options.seed)
    tokens = TokenIssuer(options.tokens, seed: options.seed)
    faults = FaultPlan(seed: options.seed)
    pushText = OrderPushText(catalogue: catalogue, clientID: Self.clientID)
    for flag in options.faults { _ = faults.arm(flag: flag) }
  }

  // MARK: Playing

  /// Plays what is due.
  ///
  /// - Parameters:
  ///   - monotonic: Nanoseconds of a clock that only moves forward.
  ///   - budget: Ticks at most.
  /// - Returns: Nanoseconds until there is more to do; nil when the recording is over.
  /// - Throws: What is wrong with the recording.
  func play(at monotonic: Int64, budget: Int) throws(RecordingError) -> Int64? {
    if options.speed == .max, !hasAudience { return 5_000_000 }
    strikeSockets()
    for _ in 0..<budget {
      switch try playback.step(at: monotonic) {
      case .tick(let tick): take(tick)
      case .skipped(let leap): pass(over: leap)
      case .looped(let isNewDay):
        // On a day of its own a round counts its volumes anew.
        if !isNewDay { market.beginLoop() }
      case .wait(let nanoseconds): return nanoseconds
      case .ended: return nil
      }
    }
    return 0
  }

  /// Whether the recording has been played to its end.
  var isOver: Bool { playback.isOver }

  /// The wall clock of the simulated world: the machine's, put forward by the hours passed over.
  ///
  /// Tokens, call limits and the times of replies go by it, so that nothing in this world stands
  /// still while its market leaps.
  func wall(at machine: EventTime) -> EventTime { machine.advanced(byNanoseconds: skipped) }

  private func pass(over leap: ClosedHours.Leap) {
    skipped += leap.nanoseconds
    endDay(before: leap.to)
    market.advance(to: leap.to)
    pushAccountEvents()
    actions.append(
      .tell(
        "closed hours skipped: from \(IndianTime(leap.from).iso8601) "
          + "to \(IndianTime(leap.to).iso8601)"))
  }

  /// The day's orders end when time reaches another date.
  private func endDay(before time: EventTime) {
    guard IndianTime(time).day != IndianTime(market.time).day, time > market.time else { return }
    account.expireOrders(at: time)
  }

  /// Takes the next tick: quotes, sockets, orders.
  func take(_ tick: Tick) {
    let position = tick.instrument.position
    endDay(before: tick.time)
    guard market.apply(tick) else {
      account.onTick(of: position, market: &market)
      return pushAccountEvents()
    }
    let isHeldBack =
      faults.strikes(.mute)
      || (catalogue.all[position].isIndex && faults.strikes(.frozenIndex))
    if !isHeldBack {
      let distortion: DataHub.Distortion? =
        faults.strikes(.crossedQuote) ? .crossed : faults.strikes(.wrongSymbol) ? .wrongSymbol : nil
      hub.publish(position, market: market, distortion: distortion)
      for peer in peers.quotes { peer.push(position) }
      for peer in peers.depths { peer.push(position) }
    }
    account.onTick(of: position, market: &market)
    pushAccountEvents()
  }

  /// Faults of the sockets themselves, tried once for every batch of ticks.
  private func strikeSockets() {
    if faults.strikes(.disconnect) { actions.append(.cut([.data])) }
    if faults.strikes(.halfOpen) { actions.append(.freeze([.data])) }
    if faults.strikes(.garbageFrame) { actions.append(.garbage(faults.noise())) }
    if let arm = faults[.slowReader], faults.strikes(.slowReader) {
      actions.append(.pauseReading(SocketKind.allCases, milliseconds: arm.milliseconds))
    }
  }

  // MARK: Pushes

  /// Tells the order sockets what has changed in the account.
  func pushAccountEvents() {
    for event in account.takeEvents() {
      let (list, json) = pushText.message(event, market: market)
      let message = json.bytes
      if heldPush == nil, faults.strikes(.reorder) {
        heldPush = (list, message)
        continue
      }
      push(message, list: list)
      if faults.strikes(.duplicate) { push(message, list: list) }
      if let held = heldPush {
        heldPush = nil
        push(held.message, list: held.list)
      }
    }
  }

  private func push(_ message: [UInt8], list: String) {
    for peer in peers.orders { peer.push(message, list: list) }
  }

  // MARK: Clients

  /// Lets a client of a socket in.
  ///
  /// - Parameters:
  ///   - kind: Which socket.
  ///   - hasAuthorization: Whether the handshake carried an Authorization header.
  /// - Returns: The client.
  func connect(_ kind: SocketKind, hasAuthorization: Bool) -> any SocketPeer {
    switch kind {
    case .data: return DataPeer(exchange: self, isIgnored: hasAuthorization)
    case .order:
      let peer = OrderPeer()
      join(peer)
      return peer
    case .quote:
      let peer = QuotePeer(exchange: self)
      peers.quotes.append(peer)
      return peer
    case .depth:
      let peer = DepthPeer(exchange: self)
      peers.depths.append(peer)
      return peer
    }
  }

  /// Takes a client of the order socket in.
  func join(_ peer: OrderPeer) { peers.orders.append(peer) }

  /// Forgets a client.
  func disconnect(_ peer: any SocketPeer) {
    if let peer = peer as? DataPeer { hub.remove(peer.client) }
    peers.orders.removeAll { $0 === peer }
    peers.quotes.removeAll { $0 === peer }
    peers.depths.removeAll { $0 === peer }
  }

  /// Counts a call of a token; milliseconds to wait when it is one too many.
  func overLimit(_ bearer: TokenIssuer.Bearer, isOrder: Bool, at wall: EventTime) -> Int64? {
    if limiters.count > 1_000 { limiters = [:] }
    return limiters[bearer.token, default: CallLimiter(options.callLimits)]
      .wait(at: wall, isOrder: isOrder)
  }
}

/// What the exchange asks of the sockets' side.
enum ServerAction: Equatable, Sendable {
  /// Cut the connections of these sockets.
  case cut([SocketKind])
  /// Keep them open, but neither read nor write any more.
  case freeze([SocketKind])
  /// Do not read for so many milliseconds.
  case pauseReading([SocketKind], milliseconds: Int64)
  /// Send a damaged frame.
  case garbage([UInt8])
  /// Tell people something, in one line.
  case tell(String)
}
