import Server
import Synchronization

/// What others see of a session: the last look the engine's thread took, and its events.
final class SessionBoard: Sendable {
  /// What happens.
  let events = EventHub()
  private let content = Mutex(SessionView())
  private let measures = Mutex(LatencyHistogram())

  /// An empty board.
  init() {}

  /// The last look.
  var view: SessionView { content.withLock { $0 } }

  /// The last measurements.
  var latency: LatencyHistogram { measures.withLock { $0 } }

  /// Puts up a new look.
  func put(_ view: SessionView, _ latency: LatencyHistogram) {
    content.withLock { $0 = view }
    measures.withLock { $0 = latency }
  }
}
