import Glibc
import Synchronization

/// Writes what a session says, on a thread of its own: a terminal or pipe that takes nothing must not
/// stop the engine.
///
/// At most `capacity` pieces wait; beyond that they are dropped and counted, and the count is written
/// once there is room again.
final class LinePrinter: Sendable {
  /// Where a piece goes.
  enum Stream: Sendable {
    case output
    case error
  }

  private struct State {
    var waiting: [(stream: Stream, bytes: [UInt8])] = []
    var dropped = 0
    var isClosed = false
    var isIdle = true
  }

  private let capacity: Int
  private let state = Mutex(State())
  private let signal = ThreadSignal()

  /// A printer of nothing yet.
  init(capacity: Int = 4_096) { self.capacity = capacity }

  /// Queues bytes.
  func write(_ bytes: [UInt8], to stream: Stream) {
    state.withLock { state in
      guard !state.isClosed else { return }
      if state.waiting.count >= capacity {
        state.dropped += 1
      } else {
        state.waiting.append((stream, bytes))
      }
    }
    signal.notify()
  }

  /// Writes until it is closed and everything is out; the body of its thread.
  func run() {
    while true {
      let (pieces, dropped, isClosed) = state.withLock { state in
        let taken = (state.waiting, state.dropped, state.isClosed)
        state.waiting = []
        state.dropped = 0
        return taken
      }
      for piece in pieces { Self.write(piece.bytes, to: piece.stream) }
      if dropped > 0 {
        Self.write(Array("\(dropped) lines were dropped: nobody read them\n".utf8), to: .error)
      }
      if pieces.isEmpty {
        if isClosed { return }
        signal.wait(nanoseconds: 250_000_000)
      }
    }
  }

  /// Takes no more; ``run()`` ends once all is written.
  func close() {
    state.withLock { $0.isClosed = true }
    signal.notify()
  }

  private static func write(_ bytes: [UInt8], to stream: Stream) {
    switch stream {
    case .error: StandardError.write(bytes)
    case .output: StandardOutput.write(bytes)
    }
  }
}
