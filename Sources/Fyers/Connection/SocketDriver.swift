import Market
import NIOCore
import NIOPosix
import NIOSSL
import NIOWebSocket

/// One socket of the broker, kept up: carries out what ``SocketMachine`` decides, over NIO.
///
/// It lives on one event loop, where messages are read, decoded and handed on without changing
/// threads; callers from elsewhere hop onto it.
public actor SocketDriver<Feed: FeedProtocol> {
  /// Takes what the codec read in messages that came together, in order; it must not block.
  public typealias Delivery = @Sendable ([Feed.Output]) -> Void
  /// Takes what happens to the connection; it must not block.
  public typealias Listener = @Sendable (SocketNotice) -> Void

  /// The connection that is up or being made.
  private struct Link {
    /// Its number, so that what an old one still says is not heard.
    var number = 0
    /// The number of the token it was made with.
    var generation = 0
    /// The handshake that is not done.
    var pending: EventLoopFuture<any Channel>?
    var channel: (any Channel)?
  }

  private nonisolated let loop: any EventLoop
  /// The event loop.
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    loop.executor.asUnownedSerialExecutor()
  }

  private let address: SocketEndpoint
  private let tokens: TokenDesk
  private let clock: any EventClock
  private let limits: SocketLimits
  private let tls: NIOSSLContext?
  private let deliver: Delivery
  private let notify: Listener
  private var machine: SocketMachine
  private var feed: Feed
  private var link = Link()
  /// What was read in one go and has not been handed on.
  private var gathered: [Feed.Output] = []
  private var events: [SocketMachine.Event] = []
  private var isTaking = false
  private var timer: (time: EventTime, task: Scheduled<Void>)?

  /// A socket that is not started.
  ///
  /// - Parameters:
  ///   - feed: What is spoken.
  ///   - address: Where.
  ///   - tokens: Where the token is; its effects are followed.
  ///   - clock: The time.
  ///   - timings: The waits.
  ///   - limits: The bounds of messages and buffers.
  ///   - seed: The seed of the scatter of waits.
  ///   - deliver: Takes what was read.
  ///   - notify: Takes what happens.
  /// - Throws: ``SocketFailure/untrusted`` when TLS cannot be set up on this machine.
  public init(
    feed: Feed, address: SocketEndpoint, tokens: TokenDesk, clock: any EventClock,
    timings: SocketTimings = SocketTimings(), limits: SocketLimits = SocketLimits(), seed: UInt64,
    deliver: @escaping Delivery, notify: @escaping Listener
  ) throws(SocketFailure) {
    self.feed = feed
    self.address = address
    self.tokens = tokens
    self.clock = clock
    self.limits = limits
    self.deliver = deliver
    self.notify = notify
    machine = SocketMachine(
      timings: timings, isReadyWhenOpen: feed.isReadyWhenOpen, expectsData: feed.expectsData,
      hasPing: feed.pingMessage != nil, seed: seed)
    tls = address.isSecure ? try SocketPipeline.tls() : nil
    loop = MultiThreadedEventLoopGroup.singleton.next()
    tokens.observe { [weak self] effect in self?.follow(effect) }
  }

  /// Begins to connect.
  public func start() { take(.start) }

  /// Says goodbye and closes for good.
  public func stop() { take(.stop) }

  /// Tells whether markets are active whose data is subscribed.
  public func setMarketActive(_ isActive: Bool) { take(.market(isActive: isActive)) }

  /// Changes what is spoken, such as the subscriptions, and sends what follows from it.
  ///
  /// - Parameter change: Gives the messages to send now; they are dropped while the socket is down,
  ///   because a new connection says everything again.
  public func update(_ change: @Sendable (inout Feed) -> [SocketMessage]) {
    let messages = change(&feed)
    guard machine.state == .live || machine.state == .greeting else { return }
    for message in messages { send(message) }
  }

  /// Where the connection stands.
  public var state: SocketMachine.State { machine.state }

  private nonisolated func follow(_ effect: TokenMachine.Effect) {
    loop.execute {
      self.assumeIsolated { driver in
        switch effect {
        case .stop: driver.take(.tokenStopped)
        case .resume: driver.take(.tokenRenewed)
        case .alert: break
        }
      }
    }
  }

  /// Hands an event to the machine; one that comes up meanwhile waits for its turn.
  private func take(_ event: SocketMachine.Event) {
    events.append(event)
    guard !isTaking else { return }
    isTaking = true
    while !events.isEmpty {
      let next = events.removeFirst()
      for effect in machine.handle(next, now: clock.now()) { carryOut(effect) }
    }
    isTaking = false
    schedule()
  }

  private func carryOut(_ effect: SocketMachine.Effect) {
    // What was read before whatever brought it about comes before it.
    handOn()
    switch effect {
    case .connect: connect()
    case .greet: greet()
    case .drop: drop()
    case .close: close()
    case .ping: if let message = feed.pingMessage { send(message) }
    case .controlPing: write(WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer()))
    case .refuseToken(let code): tokens.refuse(code: code, generation: link.generation)
    case .notice(let notice): notify(notice)
    }
  }

  /// Wakes up at the machine's deadline; a timer that fires early only looks again.
  private func schedule() {
    guard let deadline = machine.deadline else {
      timer?.task.cancel()
      timer = nil
      return
    }
    if let timer, timer.time <= deadline { return }
    timer?.task.cancel()
    let wait = max(0, deadline.nanoseconds - clock.now().nanoseconds)
    let task = loop.scheduleTask(in: .nanoseconds(wait)) {
      self.assumeIsolated { driver in
        driver.timer = nil
        driver.take(.time)
      }
    }
    timer = (deadline, task)
  }
}

extension SocketDriver {
  private func connect() {
    link.number += 1
    guard let loan = tokens.borrow() else {
      take(.tokenStopped)
      return
    }
    link.generation = loan.generation
    let number = link.number
    let header: Secret? =
      switch feed.authorization {
      case .appAndToken: loan.token.header
      case .tokenOnly: loan.token.jwt
      case .none: nil
      }
    link.pending = SocketPipeline.connect(
      to: address, authorization: header, tls: tls, limits: limits, on: loop
    ) { outcome in
      self.assumeIsolated { $0.connected(outcome, number) }
    } heard: { heard in
      self.assumeIsolated { $0.heard(heard, number) }
    }
  }

  private func connected(_ outcome: Result<any Channel, SocketFailure>, _ number: Int) {
    if number == link.number { link.pending = nil }
    switch outcome {
    case .success(let channel):
      // A handshake that finished after it was given up.
      guard number == link.number, machine.state == .connecting else {
        channel.close(promise: nil)
        return
      }
      link.channel = channel
      take(.opened)
    case .failure(let failure):
      if number == link.number { take(.failed(failure)) }
    }
  }

  private func greet() {
    guard let loan = tokens.borrow() else {
      take(.tokenStopped)
      return
    }
    for message in feed.onOpen(token: loan.token) { send(message) }
  }

  private func drop() {
    link.number += 1
    abandonPending()
    link.channel?.close(promise: nil)
    link.channel = nil
  }

  /// Gives up a connection whose handshake is not done.
  private func abandonPending() {
    link.pending?.whenSuccess { $0.close(promise: nil) }
    link.pending = nil
  }

  /// Says goodbye and waits a moment for the other side to close.
  private func close() {
    link.number += 1
    abandonPending()
    guard let channel = link.channel else { return }
    link.channel = nil
    channel.writeAndFlush(SocketPipeline.goodbye, promise: nil)
    loop.scheduleTask(in: .nanoseconds(limits.goodbyeNanoseconds)) { channel.close(promise: nil) }
  }

  private func heard(_ heard: SocketPipeline.Heard, _ number: Int) {
    guard number == link.number else { return }
    switch heard {
    case .message(let message):
      let time = ReceiptTime.now(clock)
      let reception = feed.receive(message, at: time)
      // First what it means for the connection: `up` comes before the first tick.
      take(.received(reception.arrival))
      gathered += reception.outputs
      if gathered.count >= SocketPipeline.gatheredMost { handOn() }
      for reply in reception.replies { send(reply) }
    case .lull: handOn()
    case .control: take(.heard)
    case .ended(let failure):
      link.channel = nil
      take(.failed(failure))
    }
  }

  /// Hands on what was gathered, which then enters whatever comes behind as one.
  private func handOn() {
    guard !gathered.isEmpty else { return }
    deliver(gathered)
    gathered.removeAll(keepingCapacity: true)
  }

  private func send(_ message: SocketMessage) { write(SocketPipeline.frame(message)) }

  private func write(_ frame: WebSocketFrame) {
    guard let channel = link.channel else { return }
    // A peer that does not read must not fill our memory.
    guard channel.isWritable else {
      drop()
      take(.failed(.congested))
      return
    }
    var masked = frame
    masked.maskKey = .random()
    channel.writeAndFlush(masked, promise: nil)
  }
}

/// What the owner of a socket may do with it, whatever is spoken on it.
protocol SocketControl: Sendable {
  /// Begins to connect.
  func start() async
  /// Says goodbye and closes for good.
  func stop() async
  /// Tells whether markets are active whose data is subscribed.
  func setMarketActive(_ isActive: Bool) async
}

extension SocketDriver: SocketControl {}
