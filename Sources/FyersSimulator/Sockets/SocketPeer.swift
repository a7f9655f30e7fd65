import Market
import NIOCore

/// One client of a socket, without the socket: messages in, messages out.
///
/// Not thread-safe: peers belong to the server's event loop.
protocol SocketPeer: AnyObject {
  /// Which socket it is on.
  var kind: SocketKind { get }
  /// Bytes that wait to be sent.
  var waitingBytes: Int { get }
  /// Whether more waits than is good for one client.
  var isOverflowing: Bool { get }
  /// Takes a message of the client.
  func receive(_ bytes: [UInt8], isText: Bool, at wall: EventTime)
  /// Takes what is to be sent.
  func takeFrames() -> [SocketFrame]
}

/// The sockets the simulator offers, by path.
enum SocketKind: String, Sendable, CaseIterable {
  /// The binary data socket.
  case data
  /// The order socket.
  case order
  /// The depth socket.
  case depth
  /// The JSON quote socket of the guide.
  case quote

  /// The kind of a path; nil when there is no socket.
  init?(path: String) {
    switch path {
    case "/hsm/v1-5/prod": self = .data
    case "/trade/v3": self = .order
    case "/versova": self = .depth
    case "/quotes": self = .quote
    default: return nil
    }
  }
}

/// A message to a socket's client.
enum SocketFrame {
  case binary(ByteBuffer)
  case text(ByteBuffer)

  /// A text message.
  static func text(_ bytes: [UInt8]) -> SocketFrame { .text(ByteBuffer(bytes: bytes)) }
}

/// Messages that wait for one client, bounded in bytes.
struct Outbox {
  private var frames: [SocketFrame] = []
  private let waitingMax: Int
  /// Bytes that wait.
  private(set) var waitingBytes = 0
  /// Whether the bound was passed; nothing is added from then on.
  private(set) var isOverflowing = false

  /// An outbox of at most this many bytes.
  init(waitingMax: Int) { self.waitingMax = waitingMax }

  /// Adds a text message.
  mutating func add(text: [UInt8]) { add(.text(text), bytes: text.count) }

  /// Adds a binary message.
  mutating func add(binary: [UInt8]) {
    add(.binary(ByteBuffer(bytes: binary)), bytes: binary.count)
  }

  private mutating func add(_ frame: SocketFrame, bytes: Int) {
    guard !isOverflowing else { return }
    frames.append(frame)
    waitingBytes += bytes
    if waitingBytes > waitingMax { isOverflowing = true }
  }

  /// Takes everything.
  mutating func take() -> [SocketFrame] {
    defer {
      frames = []
      waitingBytes = 0
    }
    return frames
  }
}
