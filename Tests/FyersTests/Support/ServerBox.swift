import Synchronization

/// Holds the server for handlers that are made before it.
final class ServerBox: Sendable {
  let value = Mutex<LoopbackServer?>(nil)

  var server: LoopbackServer? { value.withLock { $0 } }
}
