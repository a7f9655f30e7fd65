import Synchronization

/// The watches a server has begun, so that it can end them when it stops.
final class WatcherList: Sendable {
  private struct State {
    var next = 0
    var watches: [Int: EventSubscription] = [:]
    var isClosed = false
  }

  private let state = Mutex(State())

  /// Adds a watch, and returns its place; ends it at once when the server has stopped.
  func add(_ watch: EventSubscription) -> Int {
    state.withLock { state in
      state.next += 1
      if state.isClosed { watch.end() } else { state.watches[state.next] = watch }
      return state.next
    }
  }

  /// Forgets a watch.
  func remove(_ place: Int) { state.withLock { _ = $0.watches.removeValue(forKey: place) } }

  /// Ends all watches, and all later ones.
  func close() {
    let watches = state.withLock { state in
      state.isClosed = true
      defer { state.watches = [:] }
      return state.watches
    }
    for watch in watches.values { watch.end() }
  }
}
