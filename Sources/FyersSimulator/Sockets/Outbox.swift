import NIOCore

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
