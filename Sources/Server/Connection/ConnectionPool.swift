import NIOCore
import Synchronization

/// Who is connected: those who have shown the token, and a few strangers who have not.
///
/// The two share no places. When more strangers come than there are places for, the one that has been one
/// the longest loses its connection, so that nobody who has the token is kept from showing it.
final class ConnectionPool: Sendable {
  /// What a stranger's channel is told when its place goes to another.
  struct Eviction: Sendable {}

  private struct State {
    var next = 0
    var known: Set<Int> = []
    /// In the order in which they came.
    var strangers: [(number: Int, channel: any Channel)] = []
  }

  private let knownLimit: Int
  private let strangerLimit: Int
  private let state = Mutex(State())

  /// A pool nobody is in yet.
  init(options: ServerOptions) {
    knownLimit = options.maximumConnections
    strangerLimit = max(1, options.maximumStrangers)
  }

  /// Takes a stranger in, and tells another whose place it takes.
  ///
  /// - Parameter channel: Its connection; it leaves with its end.
  /// - Returns: The stranger's number.
  func enter(_ channel: any Channel) -> Int {
    let (number, evicted) = state.withLock { state -> (Int, (any Channel)?) in
      state.next += 1
      state.strangers.append((state.next, channel))
      guard state.strangers.count > strangerLimit else { return (state.next, nil) }
      return (state.next, state.strangers.removeFirst().channel)
    }
    channel.closeFuture.whenComplete { _ in self.leave(number) }
    evicted?.pipeline.fireUserInboundEventTriggered(Eviction())
    return number
  }

  /// Makes a stranger one of those who have shown the token.
  ///
  /// - Returns: False when there are too many of them.
  func admit(_ number: Int) -> Bool {
    state.withLock { state in
      guard state.known.count < knownLimit else { return false }
      state.strangers.removeAll { $0.number == number }
      state.known.insert(number)
      return true
    }
  }

  private func leave(_ number: Int) {
    state.withLock { state in
      if state.known.remove(number) == nil { state.strangers.removeAll { $0.number == number } }
    }
  }

  /// Connections open now.
  var current: Int { state.withLock { $0.known.count + $0.strangers.count } }
}
