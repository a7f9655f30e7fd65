import Glibc
import Market
import NIOCore
import NIOWebSocket
import Recording

/// The exchange and its open sockets on the one event loop that everything runs on.
final class SimulatorCore {
  /// The exchange.
  let exchange: SimulatedExchange
  private let api: RestApi
  private let loop: any EventLoop
  private let machineTime: @Sendable () -> EventTime
  private var connections: [SocketConnection] = []
  private var channels = 0
  private var isStopped = false

  /// Connections of all kinds at once.
  static let channelsMax = 512
  /// Ticks between two looks at the sockets.
  private static let batch = 512
  /// The shortest pause between two batches at a timed speed: updates share frames.
  private static let pause: Int64 = 2_000_000
  /// A data client that takes nothing for so long holds nobody up any more.
  private static let patience: Int64 = 5_000_000_000

  /// A core on a loop.
  init(
    exchange: SimulatedExchange, loop: any EventLoop,
    machineTime: @escaping @Sendable () -> EventTime
  ) {
    self.exchange = exchange
    self.loop = loop
    self.machineTime = machineTime
    api = RestApi(exchange: exchange)
  }

  /// Begins to play.
  func start() { schedule(after: 0) }

  /// Stops playing and closes every socket.
  func stop() {
    isStopped = true
    for connection in connections {
      connection.close(code: .goingAway, reason: "the simulator ends")
    }
  }

  // MARK: Calls and sockets

  /// Whether one more connection is let in.
  func admitChannel() -> Bool {
    guard channels < Self.channelsMax else { return false }
    channels += 1
    return true
  }

  /// A connection has ended.
  func releaseChannel() { channels -= 1 }

  /// The wall clock as everybody in here and every client sees it.
  var wall: EventTime { exchange.wall(at: machineTime()) }

  /// Answers an HTTP call.
  func answer(_ call: RestCall) -> RestReply {
    let reply = api.answer(call, at: wall)
    flush()
    return reply
  }

  /// The status that refuses a socket's handshake; nil when it may go on.
  func refusal(_ kind: SocketKind, authorization: String?) -> Int? {
    guard kind == .order || kind == .depth else { return nil }
    do throws(Refusal) {
      _ = try exchange.tokens.admit(authorization ?? "", at: wall)
      return nil
    } catch {
      return 403
    }
  }

  /// A socket has been opened.
  func connect(_ kind: SocketKind, hasAuthorization: Bool, channel: any Channel) -> SocketConnection
  {
    let connection = SocketConnection(
      peer: exchange.connect(kind, hasAuthorization: hasAuthorization), channel: channel)
    connections.append(connection)
    return connection
  }

  /// A socket has ended.
  func disconnect(_ connection: SocketConnection) {
    connections.removeAll { $0 === connection }
    exchange.disconnect(connection.peer)
  }

  /// Carries out what the exchange asked for and sends what waits.
  func flush() {
    let actions = exchange.actions
    exchange.actions = []
    for action in actions { carryOut(action) }
    let now = SystemTime.monotonic
    for connection in connections { connection.drain(at: now) }
  }

  private func carryOut(_ action: ServerAction) {
    switch action {
    case .cut(let kinds):
      for one in connections where kinds.contains(one.peer.kind) { one.cut() }
    case .freeze(let kinds):
      for one in connections where kinds.contains(one.peer.kind) { one.isFrozen = true }
    case .pauseReading(let kinds, let milliseconds):
      for one in connections where kinds.contains(one.peer.kind) {
        one.pauseReading(milliseconds: milliseconds)
      }
    case .garbage(let bytes):
      for one in connections where one.peer.kind == .data {
        one.send(.binary(ByteBuffer(bytes: bytes)))
      }
    case .tell(let line): LineOutput.standardError(line)
    }
  }

  // MARK: Playing

  private func schedule(after nanoseconds: Int64) {
    guard !isStopped else { return }
    let bound = NIOLoopBound(self, eventLoop: loop)
    loop.scheduleTask(in: .nanoseconds(nanoseconds)) { bound.value.play() }
  }

  private func play() {
    guard !isStopped else { return }
    let now = SystemTime.monotonic
    if exchange.options.speed == .max, isHeldUp(at: now) {
      flush()
      return schedule(after: 1_000_000)
    }
    do throws(RecordingError) {
      let wait = try exchange.play(at: now, budget: Self.batch)
      flush()
      guard let wait else { return LineOutput.standardError("the recording is over") }
      let isTimed = exchange.options.speed != .max
      schedule(after: isTimed ? max(wait == 0 ? 0 : Self.pause, min(wait, 20_000_000)) : wait)
    } catch {
      LineOutput.standardError(error.description)
    }
  }

  /// At full speed the slowest client sets the pace, until it has taken nothing for too long.
  private func isHeldUp(at now: Int64) -> Bool {
    var isHeldUp = false
    for connection in connections where connection.isBehind {
      if connection.stalledSince.map({ now - $0 > Self.patience }) ?? false {
        connection.drop("took nothing for \(Self.patience / 1_000_000_000) s")
      } else {
        isHeldUp = true
      }
    }
    return isHeldUp
  }
}

/// The machine's clocks.
enum SystemTime {
  /// The wall clock.
  static var wall: EventTime { EventTime(nanoseconds: read(CLOCK_REALTIME)) }

  /// Nanoseconds of a clock that only moves forward.
  static var monotonic: Int64 { read(CLOCK_MONOTONIC) }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
