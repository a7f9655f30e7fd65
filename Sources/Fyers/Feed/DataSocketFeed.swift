import Market

/// What is spoken on the binary data socket: sign-in, subscriptions, frames into ticks.
///
/// Every connection begins with a decoder that knows no topic id, so that a value can only be given
/// to the symbol whose snapshot came on the same connection.
public struct DataSocketFeed: FeedProtocol {
  /// What is handed on.
  public enum Output: Sendable {
    /// The ticks of one frame, at least one.
    case ticks([FeedTick])
    /// The server reports an error.
    case server(FeedNotice)
    /// Part of a frame could not be read.
    case fault(FeedFault)
  }

  /// None: with a header the server stays mute.
  public let authorization = Authorization.none
  /// The server answers the sign-in.
  public let isReadyWhenOpen = false
  /// Silence while markets are active means that something is wrong.
  public let expectsData = true
  /// The three bytes of the official client.
  public var pingMessage: SocketMessage? { .binary(FeedRequestEncoder.ping) }

  private var topics: FeedTopics
  private let mode: FeedMode
  private var decoder: FeedDecoder
  /// The frames that ask for everything again.
  private var subscriptions: [SocketMessage] = []
  private var snapshotsAskedAt: EventTime?
  /// Whether the server has said yes on this connection.
  private var isSignedIn = false
  /// The length of the token of this connection, which frames state; nil before the first.
  private var tokenLength: Int?
  private var events: [FeedEvent] = []

  /// The shortest wait between two requests for fresh snapshots.
  private static let snapshotInterval = EventTime.nanosecondsPerSecond

  /// A feed of topics.
  ///
  /// - Parameters:
  ///   - topics: What to subscribe to; topics with an instrument give ticks.
  ///   - mode: How much is asked for.
  /// - Throws: ``FeedRequestError`` when a topic cannot be asked for.
  public init(topics: FeedTopics, mode: FeedMode = .full) throws(FeedRequestError) {
    self.topics = topics
    self.mode = mode
    decoder = FeedDecoder(mode: mode)
    decoder.subscribe(topics.subscriptions)
    _ = try Self.frames(topics, mode: mode, key: "", tokenLength: 2_048)
  }

  private static func frames(
    _ topics: FeedTopics, mode: FeedMode, key: String, tokenLength: Int
  ) throws(FeedRequestError) -> (greeting: [[UInt8]], subscriptions: [[UInt8]]) {
    var session = FeedSession(mode: mode, encoder: FeedRequestEncoder(tokenLength: tokenLength))
    let greeting = try session.open(key: key)
    return (greeting, try session.subscribe(topics).frames)
  }

  /// Signs in, chooses the mode and asks for every topic.
  ///
  /// A token without a key of the socket is presented as an empty one, which the server refuses. What
  /// a refusal means is not documented, so that a call decides about the token.
  public mutating func onOpen(token: AccessToken) -> [SocketMessage] {
    decoder.reset()
    snapshotsAskedAt = nil
    isSignedIn = false
    let key = token.socketKey?.reveal() ?? ""
    let length = token.header.reveal().utf8.count
    tokenLength = length
    do throws(FeedRequestError) {
      let frames = try Self.frames(topics, mode: mode, key: key, tokenLength: length)
      subscriptions = frames.subscriptions.map(SocketMessage.binary)
      return frames.greeting.map(SocketMessage.binary) + subscriptions
    } catch {
      // The topics were checked at the start: only a token of absurd length gets here, and without
      // a sign-in the server is left after the wait for its answer.
      return []
    }
  }

  /// Adds topics that became known later; those that cannot be asked for are left out.
  ///
  /// - Parameter added: The topics, none of which is there already.
  /// - Returns: What asks for them on the connection that is up; the next one asks for all.
  public mutating func add(_ added: [FeedSubscription]) -> [SocketMessage] {
    let encoder = FeedRequestEncoder(tokenLength: tokenLength ?? 2_048)
    var frames: [SocketMessage] = []
    var fitting: [FeedSubscription] = []
    for subscription in added.prefix(
      FeedSession.maximumTopics - min(topics.subscriptions.count, FeedSession.maximumTopics))
    {
      do throws(FeedRequestError) {
        frames.append(.binary(try encoder.subscribe(topics: [subscription.topic])))
        fitting.append(subscription)
      } catch {
        continue
      }
    }
    topics = FeedTopics(topics.subscriptions + fitting)
    decoder.subscribe(fitting)
    guard tokenLength != nil else { return [] }
    subscriptions += frames
    return frames
  }

  /// Reads one frame.
  public mutating func receive(
    _ message: SocketMessage, at time: ReceiptTime
  ) -> Reception<Output> {
    guard case .binary(let frame) = message else { return Reception(.control) }
    events.removeAll(keepingCapacity: true)
    decoder.decode(frame, into: &events)
    let isData = frame.count > 2 && frame[2] == FeedFrame.Reply.data.rawValue
    var reception = Reception<Output>(isData ? .data : .control)
    var ticks: [FeedTick] = []
    var isReadable = events.isEmpty
    var lostRecords = false
    for event in events {
      switch event {
      case .update(let update):
        isReadable = true
        if let tick = update.tick(receivedAt: time) { ticks.append(tick) }
        if update.isSnapshot, update.isBookUntold {
          reception.outputs.append(.fault(.bookUntold(symbol: update.symbol)))
        }
      case .notice(let notice):
        isReadable = true
        note(notice, in: &reception)
      case .acknowledge: isReadable = true
      case .fault(let fault):
        reception.outputs.append(.fault(fault))
        if case .zeroMultiplier = fault { isReadable = true }
        lostRecords = lostRecords || fault.lostRecords
      }
    }
    if !ticks.isEmpty { reception.outputs.append(.ticks(ticks)) }
    if !isReadable { reception.arrival = .malformed }
    if lostRecords { askForSnapshots(at: time.event, in: &reception) }
    return reception
  }

  private mutating func note(_ notice: FeedNotice, in reception: inout Reception<Output>) {
    if notice.isError { reception.outputs.append(.server(notice)) }
    guard notice.type == "cn", !isSignedIn else { return }
    switch notice.code {
    case 200:
      isSignedIn = true
      reception.arrival = .ready
    // After the yes it is no answer to a sign-in: a damaged frame must not end a good connection.
    case 11001: reception.arrival = .doubtful(code: 11001)
    default: break
    }
  }

  /// Records were lost: what they would have said is only known from fresh snapshots.
  private mutating func askForSnapshots(at time: EventTime, in reception: inout Reception<Output>) {
    if let last = snapshotsAskedAt,
      time.nanoseconds - last.nanoseconds < Self.snapshotInterval
    {
      return
    }
    snapshotsAskedAt = time
    reception.replies += subscriptions
  }
}

/// One sign-in on the data socket, to see whether it can be had.
public enum FeedProbe {
  /// Connects, signs in and leaves.
  ///
  /// - Parameter account: The account.
  /// - Returns: ``SocketNotice/up``, or what happened instead.
  /// - Throws: ``SocketFailure/untrusted`` when TLS cannot be set up on this machine.
  public static func run(_ account: FyersAccount) async throws(SocketFailure) -> SocketNotice {
    let feed: DataSocketFeed
    do throws(FeedRequestError) {
      feed = try DataSocketFeed(topics: FeedTopics([]))
    } catch {
      return .malformed
    }
    let (notices, continuation) = AsyncStream.makeStream(of: SocketNotice.self)
    let driver = try SocketDriver(
      feed: feed, address: account.endpoints.dataSocket, tokens: account.tokens,
      clock: account.clock, seed: 1, deliver: { _ in },
      notify: { continuation.yield($0) })
    await driver.start()
    var first = SocketNotice.closed
    for await notice in notices {
      first = notice
      break
    }
    await driver.stop()
    continuation.finish()
    return first
  }
}
