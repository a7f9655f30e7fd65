import NIOCore
import NIOWebSocket

/// One open socket: a client and the channel its messages go through.
final class SocketConnection {
  /// The client.
  let peer: any SocketPeer
  /// Whether it is only open to look at: nothing is read or sent any more.
  var isFrozen = false
  /// Since when its channel takes nothing, in nanoseconds; nil when it does.
  private(set) var stalledSince: Int64?

  private let channel: any Channel
  private var isClosing = false

  /// A connection of a channel on this event loop.
  init(peer: any SocketPeer, channel: any Channel) {
    self.peer = peer
    self.channel = channel
  }

  /// Whether its channel has more to send than it can at once.
  var isBehind: Bool { !isFrozen && !isClosing && !channel.isWritable }

  /// Sends what waits, as far as the channel takes it; a client too far behind is dropped.
  func drain(at now: Int64) {
    guard !isClosing else { return }
    if isFrozen {
      _ = peer.takeFrames()
      return
    }
    if peer.isOverflowing { return drop("\(peer.waitingBytes) bytes wait for it") }
    guard channel.isWritable else {
      stalledSince = stalledSince ?? now
      return
    }
    stalledSince = nil
    guard peer.waitingBytes > 0 else { return }
    for frame in peer.takeFrames() { write(frame) }
    channel.flush()
  }

  /// Sends one message at once.
  func send(_ frame: SocketFrame) {
    guard !isClosing, !isFrozen else { return }
    write(frame)
    channel.flush()
  }

  private func write(_ frame: SocketFrame) {
    switch frame {
    case .binary(let buffer): write(.binary, buffer)
    case .text(let buffer): write(.text, buffer)
    }
  }

  private func write(_ opcode: WebSocketOpcode, _ data: ByteBuffer) {
    channel.write(WebSocketFrame(fin: true, opcode: opcode, data: data), promise: nil)
  }

  /// Tells a client that is too slow, and closes.
  func drop(_ why: String) {
    LineOutput.standardError("dropped a slow client of the \(peer.kind.rawValue) socket: \(why)")
    if peer.kind == .data {
      let told = DataFrameWriter.message(
        code: -429, text: "Too slow: \(why)", request: 0)
      write(.binary, ByteBuffer(bytes: told))
    }
    close(code: .policyViolation, reason: "too slow", patience: Self.slowPatience)
  }

  /// Seconds a client that was dropped may take to read what was sent before, and why.
  private static let slowPatience: Int64 = 30

  /// Closes in good order; the channel follows after `patience` seconds at the latest.
  func close(code: WebSocketErrorCode, reason: String, patience: Int64 = 2) {
    guard !isClosing else { return }
    isClosing = true
    var data = ByteBuffer()
    data.write(webSocketErrorCode: code)
    data.writeString(reason)
    write(.connectionClose, data)
    channel.flush()
    let channel = channel
    channel.eventLoop.scheduleTask(in: .seconds(patience)) { channel.close(promise: nil) }
  }

  /// Cuts the connection without a word.
  func cut() {
    isClosing = true
    channel.close(promise: nil)
  }

  /// Reads nothing for a while.
  func pauseReading(milliseconds: Int64) {
    let channel = channel
    channel.setOption(.autoRead, value: false).whenComplete { _ in }
    channel.eventLoop.scheduleTask(in: .milliseconds(milliseconds)) {
      channel.setOption(.autoRead, value: true).whenComplete { _ in }
    }
  }
}

/// Hands a WebSocket's messages to its client, and answers pings and closes.
final class SocketHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private let core: SimulatorCore
  private let connection: SocketConnection

  /// A handler of an open socket.
  init(core: SimulatorCore, connection: SocketConnection) {
    self.core = core
    self.connection = connection
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !connection.isFrozen else { return }
    let frame = unwrapInboundIn(data)
    switch frame.opcode {
    case .binary, .text:
      connection.peer.receive(
        Array(frame.unmaskedData.readableBytesView), isText: frame.opcode == .text,
        at: core.wall)
      core.flush()
    case .ping:
      let pong = WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData)
      context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
    case .connectionClose:
      let answer = WebSocketFrame(
        fin: true, opcode: .connectionClose, data: ByteBuffer(bytes: [0x03, 0xE8]))
      let channel = context.channel
      context.writeAndFlush(wrapOutboundOut(answer)).whenComplete { _ in
        channel.close(promise: nil)
      }
    default: break
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { connection.drain(at: SystemTime.monotonic) }
    context.fireChannelWritabilityChanged()
  }

  func channelInactive(context: ChannelHandlerContext) {
    core.disconnect(connection)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
