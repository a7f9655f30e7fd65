import Market
import NIOCore

/// A client of the binary data socket.
final class DataPeer: SocketPeer {
  let kind = SocketKind.data
  /// Its subscriptions and what waits for it.
  let client: DataClient
  private let exchange: SimulatedExchange
  /// Whether the handshake carried an Authorization header: then the server never says anything.
  private let isIgnored: Bool

  /// A client that has just connected.
  init(exchange: SimulatedExchange, isIgnored: Bool) {
    self.exchange = exchange
    self.isIgnored = isIgnored
    client = DataClient(
      session: DataSession(topicsMax: exchange.options.topicsMax),
      waitingMax: SimulatedExchange.waitingMax)
    exchange.hub.add(client)
  }

  var waitingBytes: Int { client.waitingBytes }
  var isOverflowing: Bool { client.isOverflowing }

  func receive(_ bytes: [UInt8], isText: Bool, at wall: EventTime) {
    guard !isIgnored, !isText else { return }
    exchange.hub.receive(bytes, from: client, market: exchange.market) { key in
      exchange.tokens.accepts(key: key, at: wall)
    }
    if !client.session.channelsByTopic.isEmpty { exchange.hasAudience = true }
  }

  func takeFrames() -> [SocketFrame] { client.takeFrames().map(SocketFrame.binary) }
}

/// One client of the data socket with what waits for it: bounded, then the client is too slow.
///
/// Not thread-safe: it belongs to the server's event loop.
final class DataClient {
  /// What it asked for.
  var session: DataSession
  /// Frames that are complete, oldest first.
  private(set) var frames: [ByteBuffer] = []
  /// Bytes in ``frames`` and in the frame being filled.
  private(set) var waitingBytes = 0
  /// Whether more waits than is good for one client.
  private(set) var isOverflowing = false
  /// Whether it gets no data, without being told.
  var isMuted = false

  private var records = ByteBuffer()
  private var recordCount = 0
  private var messageNumber: UInt32 = 0
  private let waitingMax: Int

  /// A frame is sent once it has grown to this many bytes.
  private static let frameBytes = 32_768

  /// A client that may have this many bytes waiting.
  init(session: DataSession, waitingMax: Int) {
    self.session = session
    self.waitingMax = waitingMax
  }

  /// Adds a record to the frame being filled.
  func append(record: [UInt8]) {
    guard !isMuted, !isOverflowing else { return }
    records.writeBytes(record)
    recordCount += 1
    waitingBytes += record.count
    if waitingBytes > waitingMax { isOverflowing = true }
    if records.readableBytes >= Self.frameBytes || recordCount == Int(UInt16.max) { closeFrame() }
  }

  /// Adds a frame of its own, behind all records so far.
  func append(frame: [UInt8]) {
    closeFrame()
    frames.append(ByteBuffer(bytes: frame))
    waitingBytes += frame.count
    if waitingBytes > waitingMax { isOverflowing = true }
  }

  /// Completes the frame being filled.
  func closeFrame() {
    guard recordCount > 0 else { return }
    messageNumber &+= 1
    let header = DataFrameWriter.dataHeader(
      bytes: records.readableBytes, records: recordCount, number: messageNumber)
    var frame = ByteBuffer()
    frame.reserveCapacity(header.count + records.readableBytes)
    frame.writeBytes(header)
    frame.writeImmutableBuffer(records)
    frames.append(frame)
    waitingBytes += header.count
    records.clear()
    recordCount = 0
  }

  /// Takes all complete frames.
  func takeFrames() -> [ByteBuffer] {
    closeFrame()
    defer {
      frames = []
      waitingBytes = 0
    }
    return frames
  }
}
